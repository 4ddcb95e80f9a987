// Deletes what was said in a call, after asking once, because it cannot be undone.
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { historyCopy } from '../copy/history.ts';
import { shellCopy } from '../copy/shell.ts';
import { failureText } from '../failure-text.ts';
import { useServices } from '../services.tsx';

type DeleteTranscriptProps = { id: string; onDeleted: () => void };

/** The button and its question, in the browser's own dialog: it traps and returns the focus. */
export function DeleteTranscript({ id, onDeleted }: DeleteTranscriptProps) {
  const { client } = useServices();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const close = () => dialogRef.current?.close();
  const remove = async () => {
    const { error } = await client.voiceSessions.delete(id);
    if (error) return setFailure(failureText(error.code));
    close();
    onDeleted();
  };
  return (
    <>
      <Button look="danger" onClick={() => dialogRef.current?.showModal()}>
        <Trash2 className="size-4" aria-hidden="true" />
        {historyCopy.deleteCall}
      </Button>
      <dialog ref={dialogRef} className="dialog" aria-labelledby="delete-title">
        <h2 id="delete-title" className="text-xl font-bold tracking-tight">
          {historyCopy.deleteTitle}
        </h2>
        <p className="mt-2">{historyCopy.deleteText}</p>
        {failure && (
          <div className="mt-4">
            <Notice tone="failure" isAlert>
              {failure}
            </Notice>
          </div>
        )}
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button onClick={close}>{shellCopy.cancel}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {historyCopy.deleteConfirm}
          </Button>
        </div>
      </dialog>
    </>
  );
}
