import { Link } from '@tanstack/react-router';
import {
  BookOpen,
  Building2,
  ClipboardList,
  Gauge,
  HardDrive,
  Library,
  ListChecks,
  type LucideIcon,
  ScrollText,
  ShieldAlert,
  ShieldCheck,
  Siren,
  Users,
} from 'lucide-react';
import { Mark } from '../ui/mark.tsx';
import type { Nav } from './nav.ts';
import { useMe } from './use-me.ts';
import { UserMenu } from './user-menu.tsx';

const icons: Readonly<Record<string, LucideIcon>> = {
  home: Gauge,
  risk: ShieldAlert,
  asset: HardDrive,
  task: ListChecks,
  control: ShieldCheck,
  document: BookOpen,
  incident: Siren,
  supplier: Building2,
  guidance: Library,
  trail: ScrollText,
  people: Users,
};

const entryLook =
  'flex h-8 items-center gap-2.5 rounded-control px-2 text-13 text-ink-2 transition-colors duration-150 hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent';

type SideNavProps = { nav: Nav; left?: () => void; showShortcuts: () => void };

export const SideNav = ({ nav, left, showShortcuts }: SideNavProps) => {
  const { tenant } = useMe();
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-2.5 px-4 py-4">
        <Mark className="size-7 shrink-0" />
        <div className="min-w-0 leading-tight">
          <p className="truncate text-14 font-semibold">{tenant?.name}</p>
          <p className="text-12 text-ink-3">Bulwark</p>
        </div>
      </div>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4 overflow-y-auto px-2 py-2">
        {nav.map(({ group, entries }) => (
          <div key={group}>
            <h2 className="px-2 pb-1 text-12 font-medium tracking-normal text-ink-3">{group}</h2>
            <ul className="flex flex-col gap-0.5">
              {entries.map(({ label, to, icon }) => {
                const Icon = icons[icon] ?? ClipboardList;
                return (
                  <li key={to}>
                    <Link
                      to={to}
                      activeOptions={{ exact: to === '/', includeSearch: false }}
                      onClick={left}
                      className={entryLook}
                    >
                      <Icon aria-hidden className="size-4 shrink-0" />
                      {label}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </nav>
      <div className="border-t border-line p-2">
        <UserMenu showShortcuts={showShortcuts} />
      </div>
    </div>
  );
};
