// A frame with somebody else's form in it: the sandbox's form of payment, or the page of a bank.
import { useEffect, useRef } from 'react';

type PayFrameProps = {
  url: string;
  title: string;
  /** The frame says that it is done, or has gone on to another page when `isDoneByLeaving`. */
  onDone: () => void;
  /** The frame says that there is nothing more to do in it. */
  onClosed?: () => void;
  /** Banks say nothing: they lead back to where they were asked from. */
  isDoneByLeaving?: boolean;
};

/** The frame. Only its own origin and window are believed. */
export function PayFrame({ url, title, onDone, onClosed, isDoneByLeaving }: PayFrameProps) {
  const frameRef = useRef<HTMLIFrameElement>(null);
  const loadCount = useRef(0);
  const handlers = useRef({ onDone, onClosed });
  useEffect(() => {
    handlers.current = { onDone, onClosed };
  });
  useEffect(() => {
    const noteMessage = (event: MessageEvent) => {
      const isFromFrame = event.source === frameRef.current?.contentWindow;
      if (!isFromFrame || event.origin !== new URL(url).origin) return;
      const message = readMessage(event.data);
      if (message === 'checkout.complete') handlers.current.onDone();
      if (message === 'checkout.canceled') handlers.current.onClosed?.();
    };
    addEventListener('message', noteMessage);
    return () => removeEventListener('message', noteMessage);
  }, [url]);
  const noteLoad = () => {
    loadCount.current += 1;
    if (isDoneByLeaving && loadCount.current > 1) handlers.current.onDone();
  };
  return (
    <iframe
      ref={frameRef}
      src={url}
      title={title}
      onLoad={noteLoad}
      className="pay-frame"
      // It may run and send its form; it may not move this page.
      sandbox="allow-scripts allow-forms allow-same-origin"
      referrerPolicy="strict-origin-when-cross-origin"
      data-testid="pay-frame"
    />
  );
}

/** The kind of a message of the sandbox's form; null for everything else. */
export function readMessage(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const { source, type } = data as { source?: unknown; type?: unknown };
  return source === 'mindbot-sandbox' && typeof type === 'string' ? type : null;
}
