import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Keyboard, KeyRound, LogOut } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { call } from '../api/client.ts';
import { messageOf } from '../api/problem.ts';
import { endSession } from '../session/ended.ts';
import { Menu } from '../ui/menu.tsx';
import type { MenuEntry } from '../ui/menu-entry.ts';
import { say } from '../ui/toast.tsx';
import { chooseTheme, chosenTheme, type Theme } from './theme.ts';
import { useMe } from './use-me.ts';

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .join('')
    .toUpperCase();

const useSignOut = () => {
  const client = useQueryClient();
  return async () => {
    try {
      await call('/api/identity/logout', { method: 'POST', body: {}, step: true });
      endSession(client, 'signed-out');
    } catch (error) {
      say('You are still signed in', messageOf(error));
    }
  };
};

type TriggerProps = ComponentProps<'button'> & { name: string; detail: string };

const Trigger = ({ name, detail, ...rest }: TriggerProps) => (
  <button
    type="button"
    {...rest}
    className="flex w-full items-center gap-2.5 rounded-control p-2 text-left hover:bg-hover"
  >
    <span
      aria-hidden
      className="flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft text-12 font-semibold text-accent"
    >
      {initials(name)}
    </span>
    <span className="min-w-0 flex-1 leading-tight">
      <span className="block truncate text-13 font-medium">{name}</span>
      <span className="block truncate text-12 text-ink-3">{detail}</span>
    </span>
    <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />
  </button>
);

export const UserMenu = ({ showShortcuts }: { showShortcuts: () => void }) => {
  const { person } = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const change = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  if (!person) return null;
  const entries: readonly MenuEntry[] = [
    {
      kind: 'choice',
      label: 'Theme',
      value: theme,
      change: (next) => change(next as Theme),
      options: themes,
    },
    { kind: 'line', label: 'after theme' },
    {
      kind: 'action',
      label: 'Keyboard shortcuts',
      icon: <Keyboard aria-hidden className="size-4" />,
      act: showShortcuts,
    },
    {
      kind: 'action',
      label: 'Change password',
      icon: <KeyRound aria-hidden className="size-4" />,
      act: () => void navigate({ to: '/account' }),
    },
    { kind: 'line', label: 'before sign out' },
    {
      kind: 'action',
      label: 'Sign out',
      icon: <LogOut aria-hidden className="size-4" />,
      act: () => void signOut(),
    },
  ];
  return (
    <Menu
      align="start"
      trigger={
        <Trigger
          name={person.name}
          detail={person.profiles.map((p) => p.name).join(', ') || person.email}
        />
      }
      entries={entries}
    />
  );
};
