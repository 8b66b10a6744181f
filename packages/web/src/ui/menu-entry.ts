import type { ReactElement, ReactNode } from 'react';

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
