import { useRef } from 'react';

/** A value as it was while something was open: what is closing keeps its words. */
export const useHeld = <T>(value: T, open: boolean): T => {
  const held = useRef(value);
  if (open) held.current = value;
  return held.current;
};
