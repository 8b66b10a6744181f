import { useState } from 'react';
import { Modal } from '../ui/dialog.tsx';
import { places, shortcutsAreOn, turnShortcuts } from './shortcuts.ts';

const rows: readonly (readonly [string, string])[] = [
  ['/', 'Search this page'],
  ['j  k', 'Next and previous row'],
  ...Object.entries(places).map(([key, { label }]) => [`g ${key}`, label] as const),
  ['Esc', 'Close a panel or dialog'],
  ['?', 'Show these shortcuts'],
];

const Keys = ({ keys }: { keys: string }) =>
  keys.split(/\s+/).map((key) => (
    <kbd
      key={key}
      className="mr-1 inline-flex h-6 min-w-6 items-center justify-center rounded-control border border-line bg-bg px-1.5 font-mono text-12"
    >
      {key}
    </kbd>
  ));

export const ShortcutsDialog = ({ open, close }: { open: boolean; close: () => void }) => {
  const [on, setOn] = useState(shortcutsAreOn);
  const turn = (to: boolean) => {
    turnShortcuts(to ? 'on' : 'off');
    setOn(to);
  };
  return (
    <Modal open={open} close={close} title="Keyboard shortcuts">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-13">
        {rows.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd className="text-ink-2">{what}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-5 flex items-center gap-2 border-t border-line pt-4 text-13">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={on}
          onChange={(event) => turn(event.target.checked)}
        />
        Use single-key shortcuts on this device
      </label>
    </Modal>
  );
};
