// Takes a transcript along: to the clipboard or as a file.
import type { StoredTranscriptItem } from '@mindbot/sdk';
import { Check, Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { historyCopy } from '../copy/history.ts';
import { type TranscriptHead, transcriptFileName, transcriptText } from './transcript-text.ts';

type TranscriptButtonsProps = { head: TranscriptHead; items: StoredTranscriptItem[] };

/** Copy and download. */
export function TranscriptButtons({ head, items }: TranscriptButtonsProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(transcriptText(head, items)).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const download = () => {
    const blob = new Blob([transcriptText(head, items)], { type: 'text/plain;charset=utf-8' });
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = transcriptFileName(head.createdAt);
    link.click();
    URL.revokeObjectURL(url);
  };
  const CopyIcon = isCopied ? Check : Copy;
  return (
    <>
      <Button onClick={copy}>
        <CopyIcon className="size-4" aria-hidden="true" />
        <span aria-live="polite">{isCopied ? historyCopy.copied : historyCopy.copy}</span>
      </Button>
      <Button onClick={download}>
        <Download className="size-4" aria-hidden="true" />
        {historyCopy.download}
      </Button>
    </>
  );
}
