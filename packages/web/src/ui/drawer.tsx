import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

type DrawerProps = {
  open: boolean;
  change: (open: boolean) => void;
  title: string;
  children: ReactNode;
};

/** The navigation of a narrow screen. */
export const Drawer = ({ open, change, title, children }: DrawerProps) => (
  <Dialog.Root open={open} onOpenChange={change}>
    <Dialog.Portal>
      <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
      <Dialog.Popup className="fixed inset-y-0 left-0 z-40 w-70 overflow-y-auto border-r border-line bg-surface transition-transform duration-150 outline-none data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
        <Dialog.Title className="sr-only">{title}</Dialog.Title>
        {children}
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);
