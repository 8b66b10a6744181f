import { cloneElement, lazy, Suspense, useState } from 'react';
import type { MenuProps } from './menu-entry.ts';

const load = () => import('./open-menu.tsx');
const OpenMenu = lazy(async () => ({ default: (await load()).OpenMenu }));

/** A menu whose machinery is fetched when somebody reaches for it. */
export const Menu = (props: MenuProps) => {
  const [wanted, setWanted] = useState(false);
  const waiting = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    onClick: () => setWanted(true),
    onPointerEnter: () => void load(),
  } as object);
  if (!wanted) return waiting;
  return (
    <Suspense fallback={waiting}>
      <OpenMenu {...props} />
    </Suspense>
  );
};
