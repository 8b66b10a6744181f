import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Shortcut, shortcutOf, shortcutsAreOn } from './shortcuts.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const focusSearch = () => document.querySelector<HTMLElement>('[data-search]')?.focus();

const focusRow = (by: number) => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
};

/** Listens for the shortcuts while nobody types and no dialog is open. */
export const useShortcuts = (showHelp: () => void) => {
  const navigate = useNavigate();
  const before = useRef<{ key: string; at: number } | null>(null);
  useEffect(() => {
    const act = (shortcut: Shortcut) => {
      if (shortcut.do === 'search') focusSearch();
      if (shortcut.do === 'help') showHelp();
      if (shortcut.do === 'row') focusRow(shortcut.by);
      if (shortcut.do === 'go') void navigate({ to: shortcut.to });
    };
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (
        !shortcutsAreOn() ||
        document.querySelector('[role=dialog]:not([aria-modal=false]),[role=menu]')
      )
        return;
      const press = { key: event.key, at: event.timeStamp };
      const shortcut = shortcutOf(press, before.current);
      before.current = press;
      if (!shortcut) return;
      event.preventDefault();
      act(shortcut);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [navigate, showHelp]);
};
