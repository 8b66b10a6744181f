import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';

export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: ReactNode;
      readonly act: () => void;
    }
  | { readonly kind: 'download'; readonly label: string; readonly href: string }
  | { readonly kind: 'line'; readonly label: string }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly value: string;
      readonly change: (value: string) => void;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    };

export type MenuProps = {
  readonly trigger: ReactElement<{ onClick?: () => void; onPointerEnter?: () => void }>;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
};

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
