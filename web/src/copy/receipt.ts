// The words after a call: how it ended, what it cost, and what came of it.

/** What the emphasized button after a call does. */
export type EndAction = 'talk_again' | 'try_again' | 'buy_time' | 'use_here' | 'contact_support';

/** Title of each ended reason and what to offer; `plainTitle` stands when a value is not known. */
export const endedCopy = {
  user_hung_up: { title: 'Call ended.', action: 'talk_again' },
  agent_ended: { title: 'The agent ended the call.', action: 'talk_again' },
  out_of_time: { title: 'Your time ran out. The call is saved.', action: 'buy_time' },
  idle: {
    title:
      'It was quiet for {minutes, plural, one {# minute} other {# minutes}}, so we stopped the clock.',
    plainTitle: 'It was quiet for a while, so we stopped the clock.',
    action: 'talk_again',
  },
  max_length: {
    title: 'Calls last up to {minutes, plural, one {# minute} other {# minutes}}.',
    plainTitle: 'This call reached the longest length of a call.',
    action: 'talk_again',
  },
  connection_lost: {
    title: 'The connection was lost. Time stopped at {time}.',
    plainTitle: 'The connection was lost.',
    action: 'talk_again',
  },
  no_agent: { title: 'No agent could join. No time was used.', action: 'try_again' },
  agent_failed: { title: 'The agent could not continue.', action: 'talk_again' },
  moved: { title: 'This call moved to another tab or device.', action: 'use_here' },
  closed_by_admin: { title: 'We closed this call.', action: 'contact_support' },
  shutdown: { title: 'We had to restart. Sorry about that.', action: 'talk_again' },
} as const satisfies Record<string, { title: string; plainTitle?: string; action: EndAction }>;

/** Copy of the buttons after a call. */
export const endActionCopy: Record<EndAction, string> = {
  talk_again: 'Talk again',
  try_again: 'Try again',
  buy_time: 'Buy time',
  use_here: 'Use here',
  contact_support: 'Contact support',
};

/** Copy of the receipt. */
export const receiptCopy = {
  pageTitle: 'Receipt',
  before: 'Time before',
  talk: 'Talk time',
  notBilled: 'Not billed',
  left: 'Time left',
  notBilledHint: 'Connecting, waiting, lost agent and reconnecting.',
  cardsUsed: 'Paid from',
  madeTitle: 'Arranged in this call',
  lead: 'Contact details of {name}',
  leadUnnamed: 'Contact details',
  ticket: 'Ticket {number}: {subject}',
  transcript: 'Transcript',
  openTranscript: 'Open',
  settling: 'Time counts until it ends. Its receipt then appears here.',
  stillRunning: 'This call is still running.',
  reference: 'Reference {id}',
  supportHint: 'To learn why, quote this reference to support: {id}',
  outOfTimeTitle: 'Time is up',
  goodbyeLine: 'Goodbye for now. The call is saved.',
  seeReceipt: 'See receipt',
} as const;
