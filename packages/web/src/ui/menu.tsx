import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classes.ts';

const itemLook =
  'flex min-h-8 w-full items-center gap-2 rounded-control px-2 py-1 text-13 outline-none select-none data-highlighted:bg-hover';

type MenuProps = { trigger: ReactElement; children: ReactNode; align?: 'start' | 'end' };

export const Menu = ({ trigger, children, align = 'end' }: MenuProps) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align={align} className="z-40 outline-none">
        <Base.Popup className="min-w-52 rounded-card border border-line bg-raised p-1 shadow-floating transition-opacity duration-120 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0">
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

type ItemProps = { onClick: () => void; icon?: ReactNode; children: ReactNode };

export const MenuItem = ({ onClick, icon, children }: ItemProps) => (
  <Base.Item className={itemLook} onClick={onClick}>
    {icon}
    {children}
  </Base.Item>
);

export const MenuLine = () => <Base.Separator className="my-1 h-px bg-line" />;

type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly change: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: string }[];
};

export const MenuChoice = <V extends string>({ label, value, change, options }: ChoiceProps<V>) => (
  <Base.Group>
    <Base.GroupLabel className="px-2 py-1 text-12 text-ink-3">{label}</Base.GroupLabel>
    <Base.RadioGroup value={value} onValueChange={(next: V) => change(next)}>
      {options.map((option) => (
        <Base.RadioItem
          key={option.value}
          value={option.value}
          className={cx(itemLook, 'pl-8 relative')}
        >
          <Base.RadioItemIndicator className="absolute left-2">
            <Check aria-hidden className="size-4 text-accent" />
          </Base.RadioItemIndicator>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  </Base.Group>
);
