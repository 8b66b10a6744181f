import { useEffect, useState } from 'react';

/** The value once it has stood still for a moment. */
export const useDebounced = <Value>(value: Value, milliseconds = 250): Value => {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const wait = AbortSignal.timeout(milliseconds);
    const done = () => settle(() => value);
    wait.addEventListener('abort', done, { once: true });
    return () => wait.removeEventListener('abort', done);
  }, [value, milliseconds]);
  return settled;
};
