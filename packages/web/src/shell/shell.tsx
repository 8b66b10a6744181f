import { Outlet } from '@tanstack/react-router';
import { Menu } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Toasts } from '../ui/toast.tsx';
import { useEver } from '../ui/use-ever.ts';
import { navigation } from './nav.ts';
import { SideNav } from './side-nav.tsx';
import { useMe, useTypes } from './use-me.ts';
import { useShortcuts } from './use-shortcuts.ts';

const Drawer = lazy(async () => ({ default: (await import('../ui/drawer.tsx')).Drawer }));
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
}));

/** The frame around every page of a signed-in person. */
export const Shell = () => {
  const { rights, tenant } = useMe();
  const { types } = useTypes();
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const drawerWanted = useEver(open);
  const helpWanted = useEver(help);
  const showHelp = useCallback(() => setHelp(true), []);
  useShortcuts(showHelp);
  const nav = navigation(types, rights);
  return (
    <Toasts>
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-accent px-3 py-2 text-13 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex h-dvh flex-col md:flex-row">
        <aside className="hidden w-60 shrink-0 border-r border-line bg-surface md:block">
          <SideNav nav={nav} showShortcuts={showHelp} />
        </aside>
        <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-2 md:hidden">
          <IconButton label="Open navigation" onClick={() => setOpen(true)}>
            <Menu aria-hidden className="size-5" />
          </IconButton>
          <p className="truncate text-14 font-semibold">{tenant?.name}</p>
          <Suspense>
            {drawerWanted && (
              <Drawer open={open} change={setOpen} title="Navigation">
                <SideNav nav={nav} left={() => setOpen(false)} showShortcuts={showHelp} />
              </Drawer>
            )}
          </Suspense>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="flex min-h-0 min-w-0 flex-1 overflow-y-auto outline-none"
        >
          <Outlet />
        </main>
      </div>
      <Suspense>
        {helpWanted && <ShortcutsDialog open={help} close={() => setHelp(false)} />}
      </Suspense>
    </Toasts>
  );
};
