import { Outlet } from '@tanstack/react-router';
import { Menu } from 'lucide-react';
import { useCallback, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Toasts } from '../ui/toast.tsx';
import { navigation } from './nav.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { SideNav } from './side-nav.tsx';
import { useMe, useTypes } from './use-me.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** The frame around every page of a signed-in person. */
export const Shell = () => {
  const { rights, tenant } = useMe();
  const { types } = useTypes();
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
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
          <Drawer open={open} change={setOpen} title="Navigation">
            <SideNav nav={nav} left={() => setOpen(false)} showShortcuts={showHelp} />
          </Drawer>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="flex min-h-0 min-w-0 flex-1 overflow-y-auto outline-none"
        >
          <Outlet />
        </main>
      </div>
      <ShortcutsDialog open={help} close={() => setHelp(false)} />
    </Toasts>
  );
};
