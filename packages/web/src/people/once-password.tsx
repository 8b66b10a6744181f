import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Modal } from '../ui/dialog.tsx';

type OncePasswordProps = { name: string; password: string; close: () => void };

/** The first password of a new account; it is on screen once and nowhere else. */
export const OncePassword = ({ name, password, close }: OncePasswordProps) => (
  <Modal
    open
    close={close}
    title={`First password for ${name}`}
    lead="Hand it over in person or by a call. It is shown only now, works once, and must be replaced at the first sign-in."
  >
    <div className="flex flex-col gap-4">
      <code className="rounded-control border border-line bg-bg px-3 py-2 font-mono text-16 break-all select-all">
        {password}
      </code>
      <div className="flex justify-between gap-2">
        <CopyButton text={password} label="Copy password" />
        <Button look="primary" onClick={close}>
          I have passed it on
        </Button>
      </div>
    </div>
  </Modal>
);
