// The field to type in: always there in a call, whatever the microphone does.
import { ArrowUp } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, memo, useRef, useState } from 'react';
import { callCopy } from '../copy/call.ts';
import { failureText } from '../failure-text.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

const MAX_LENGTH = 2000;

type ComposerProps = { agentName: string; isReady: boolean; shouldTakeFocus: boolean };

/** A message field that grows with its text; Enter sends, Shift+Enter breaks the line. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { agentName, isReady, shouldTakeFocus } = props;
  const { call } = useServices();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const canSend = isReady && text.trim() !== '';

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!canSend) return;
    const { error } = await call.sendText(text.trim());
    setFailure(error ? failureText(error.code) : null);
    // What could not be sent stays, so that nothing typed is lost.
    if (!error) setText('');
    fieldRef.current?.focus();
  };
  const noteKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form onSubmit={send} className="composer" data-testid="composer">
      {failure && (
        <p role="alert" className="text-sm text-brick">
          {failure}
        </p>
      )}
      <div className="composer-row">
        <textarea
          ref={fieldRef}
          rows={1}
          value={text}
          maxLength={MAX_LENGTH}
          // biome-ignore lint/a11y/noAutofocus: who chose to type expects to be able to.
          autoFocus={shouldTakeFocus}
          aria-label={fillMessage(callCopy.composerLabel, { name: agentName })}
          placeholder={callCopy.composerPlaceholder}
          enterKeyHint="send"
          dir="auto"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={noteKey}
        />
        <button
          type="submit"
          className="composer-send"
          aria-disabled={!canSend}
          aria-label={callCopy.send}
          title={callCopy.send}
        >
          <ArrowUp className="size-5" aria-hidden="true" />
        </button>
      </div>
    </form>
  );
});
