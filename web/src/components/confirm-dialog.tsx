// Asks once before something that cannot be taken back, in the browser's own dialog.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { shellCopy } from '../copy/shell.ts';
import { Button, type ButtonLook } from './button.tsx';
import { Notice } from './notice.tsx';

type ConfirmDialogProps = {
  title: string;
  children: ReactNode;
  confirm: string;
  look?: ButtonLook;
  /** What the way back is called; "Cancel" without it. */
  cancel?: string;
  /** Does it; answers the sentence to show when it could not be done. */
  onConfirm: () => Promise<string | null>;
  /** Called when it is gone; by then the focus is where it was before, if that is still there. */
  onClose: (isDone: boolean) => void;
};

/** The question, open for as long as it is drawn: it traps the focus and gives it back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirm, look = 'primary', cancel = shellCopy.cancel } = props;
  const id = useId();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isDone = useRef(false);
  useEffect(() => {
    const dialog = dialogRef.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  const close = () => dialogRef.current?.close();
  const run = async () => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    const refusal = await props.onConfirm();
    setBusy(false);
    if (refusal !== null) return setFailure(refusal);
    isDone.current = true;
    close();
  };
  return (
    <dialog
      ref={dialogRef}
      className="dialog"
      aria-labelledby={id}
      onClose={() => props.onClose(isDone.current)}
    >
      <h2 id={id} className="text-xl font-bold tracking-tight">
        {title}
      </h2>
      <div className="mt-2 text-muted">{children}</div>
      {failure && (
        <div className="mt-4">
          <Notice tone="failure" isAlert>
            {failure}
          </Notice>
        </div>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={close}>{cancel}</Button>
        <Button look={look} aria-disabled={isBusy} onClick={() => void run()}>
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
