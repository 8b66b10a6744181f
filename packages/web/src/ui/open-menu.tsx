import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { cx } from './classes.ts';
import type { MenuEntry, MenuProps } from './menu-entry.ts';

const look =
  'flex min-h-8 w-full items-center gap-2 rounded-control px-2 py-1 text-13 outline-none select-none data-highlighted:bg-hover';

const Choice = ({ label, value, change, options }: MenuEntry & { kind: 'choice' }) => (
  <Base.Group>
    <Base.GroupLabel className="px-2 py-1 text-12 text-ink-3">{label}</Base.GroupLabel>
    <Base.RadioGroup value={value} onValueChange={(next) => change(String(next))}>
      {options.map((option) => (
        <Base.RadioItem
          key={option.value}
          value={option.value}
          className={cx(look, 'relative pl-8')}
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

const Entry = ({ entry }: { entry: MenuEntry }) => {
  switch (entry.kind) {
    case 'action':
      return (
        <Base.Item className={look} onClick={entry.act}>
          {entry.icon}
          {entry.label}
        </Base.Item>
      );
    case 'download':
      return (
        <Base.LinkItem href={entry.href} download closeOnClick className={look}>
          {entry.label}
        </Base.LinkItem>
      );
    case 'choice':
      return <Choice {...entry} />;
    default:
      return <Base.Separator className="my-1 h-px bg-line" />;
  }
};

/** The menu itself, open from the start: it is only made once it was asked for. */
export const OpenMenu = ({ trigger, entries, align = 'end' }: MenuProps) => (
  <Base.Root defaultOpen>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align={align} className="z-40 outline-none">
        <Base.Popup className="min-w-52 rounded-card border border-line bg-raised p-1 shadow-floating transition-opacity duration-120 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0">
          {entries.map((entry) => (
            <Entry key={entry.label} entry={entry} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
