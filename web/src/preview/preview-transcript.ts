// What is said in the previews.
import type { TranscriptItem } from '@mindbot/sdk/voice';

const turns: [TranscriptItem['speaker'], string, Partial<TranscriptItem>?][] = [
  ['agent', 'Hi, I am Alex. What can I do for you today?'],
  ['user', 'How many minutes do I have left?'],
  [
    'agent',
    'You have six minutes and forty-one seconds. They are valid until the end of',
    {
      wasInterrupted: true,
    },
  ],
  ['user', 'Thanks. My headset does not work, please open a support ticket.'],
  ['agent', 'I have opened ticket 1042 for your headset. Somebody will write to you within a day.'],
  ['user', 'anna@example.org is my address', { isTyped: true }],
  ['agent', 'Got it, I have noted your address. Is there anything else I can help you with?'],
];

/** A transcript of seven turns. */
export const TRANSCRIPT: TranscriptItem[] = turns.map(([speaker, text, more], index) => ({
  id: `item-${index}`,
  speaker,
  text,
  isFinal: true,
  wasInterrupted: false,
  isTyped: false,
  startedAt: index * 9000,
  ...more,
}));
