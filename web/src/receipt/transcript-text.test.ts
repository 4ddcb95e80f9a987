// Holds a transcript as text to naming who spoke.
import { expect, test } from 'vitest';
import { transcriptFileName, transcriptText } from './transcript-text.ts';

test('every line says who and what', () => {
  const spokenAt = '2026-11-21T10:00:00Z';
  const item = {
    id: '1',
    speaker: 'agent',
    text: 'Hello.',
    wasInterrupted: false,
    spokenAt,
  } as const;
  const head = { agentName: 'Alex', createdAt: spokenAt };
  const text = transcriptText(head, [item, { ...item, id: '2', speaker: 'user', text: '{hi}' }]);
  expect(text).toMatch(/^Call with Alex, /);
  expect(text).toMatch(/\] Alex: Hello\.\n\[.*\] You: \{hi\}\n$/);
});

test('files sort by date', () => {
  expect(transcriptFileName('2026-11-21T10:05:00Z')).toBe('call-2026-11-21-10-05.txt');
});
