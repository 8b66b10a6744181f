import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './classes.ts';

type ModalProps = {
  readonly open: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
};

const closeLook =
  'inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink';

/** A question that must be answered before anything else on the page. */
export const Modal = ({ open, close, title, lead, children, wide }: ModalProps) => (
  <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
    <Dialog.Portal>
      <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
      <Dialog.Popup
        className={cx(
          'fixed top-1/2 left-1/2 z-40 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-dialog border border-line bg-raised p-5 shadow-floating transition-[opacity,scale] duration-150 outline-none data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
          wide ? 'max-w-160' : 'max-w-110',
        )}
      >
        <div className="mb-4 flex items-start gap-3">
          <div className="min-w-0 flex-1">
            <Dialog.Title className="text-16 font-semibold">{title}</Dialog.Title>
            {lead && (
              <Dialog.Description className="mt-1 text-13 text-ink-2">{lead}</Dialog.Description>
            )}
          </div>
          <Dialog.Close aria-label="Close" className={cx(closeLook, '-mt-1 -mr-1')}>
            <X aria-hidden className="size-4" />
          </Dialog.Close>
        </div>
        {children}
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);
