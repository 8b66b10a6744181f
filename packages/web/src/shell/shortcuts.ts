export type Shortcut =
  | { readonly do: 'search' }
  | { readonly do: 'help' }
  | { readonly do: 'go'; readonly to: string }
  | { readonly do: 'row'; readonly by: 1 | -1 };

/** The second letter after `g`, and where it leads. */
export const places: Readonly<Record<string, { readonly to: string; readonly label: string }>> = {
  h: { to: '/', label: 'Go to the overview' },
  r: { to: '/registers/risks', label: 'Go to the risks' },
  a: { to: '/registers/assets', label: 'Go to the assets' },
  t: { to: '/trail', label: 'Go to the audit trail' },
  p: { to: '/people', label: 'Go to the people' },
};

type Press = { readonly key: string; readonly at: number };

/** What a key means after the one before it; a `g` counts for one second. */
export const shortcutOf = (press: Press, before: Press | null): Shortcut | null => {
  const place = places[press.key];
  if (before?.key === 'g' && press.at - before.at <= 1000 && place)
    return { do: 'go', to: place.to };
  if (press.key === '/') return { do: 'search' };
  if (press.key === '?') return { do: 'help' };
  if (press.key === 'j') return { do: 'row', by: 1 };
  if (press.key === 'k') return { do: 'row', by: -1 };
  return null;
};

const key = 'bulwark.shortcuts';

/** Single-key shortcuts can be turned off (WCAG 2.1.4): they get in the way of speech input. */
export const shortcutsAreOn = (): boolean => {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
};

export const turnShortcuts = (to: 'on' | 'off'): void => {
  try {
    localStorage.setItem(key, to);
  } catch {
    // Storage may be forbidden; shortcuts then stay on.
  }
};
