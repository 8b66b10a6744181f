import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 70rem)');

const listen = (changed: () => void) => {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
};

/** Whether a panel stands beside its list; on narrower screens it takes the list's place. */
export const useWide = (): boolean => useSyncExternalStore(listen, () => wide.matches);
