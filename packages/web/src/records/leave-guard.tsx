import { useBlocker } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/dialog.tsx';

/** Asks before typing is thrown away. */
export const LeaveGuard = ({ dirty }: { dirty: () => boolean }) => {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty() && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      close={() => blocker.reset?.()}
      title="Leave without saving?"
      lead="What you typed here has not been saved."
    >
      <div className="flex justify-end gap-2">
        <Button onClick={() => blocker.reset?.()}>Keep typing</Button>
        <Button look="danger" onClick={() => blocker.proceed?.()}>
          Leave
        </Button>
      </div>
    </Modal>
  );
};
