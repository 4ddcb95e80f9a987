// Guards what is believed of the event stream: known events with all their fields, and nothing else.
import { expect, test } from 'vitest';
import { readLiveEvent } from './live-event.ts';

test.each([
  ['ready', '', { type: 'ready' }],
  ['ready', '{}', { type: 'ready' }],
  ['balance_changed', '{"accountId":"a"}', { type: 'balance_changed', accountId: 'a' }],
  [
    'payment_changed',
    '{"paymentId":"p","status":"paid","extra":1}',
    { type: 'payment_changed', paymentId: 'p', status: 'paid' },
  ],
  [
    'notice_created',
    '{"noticeId":"n","kind":"receipt"}',
    { type: 'notice_created', noticeId: 'n', kind: 'receipt' },
  ],
  [
    'subscription_changed',
    '{"subscriptionId":"s"}',
    { type: 'subscription_changed', subscriptionId: 's' },
  ],
  ['payment_changed', '{"paymentId":"p"}', null],
  ['payment_changed', '{"paymentId":1,"status":"paid"}', null],
  ['payment_changed', 'null', null],
  ['payment_changed', 'not json', null],
  ['of_a_newer_api', '{}', null],
  ['toString', '{}', null],
])('%s %s', (type, text, event) => {
  expect(readLiveEvent(type, text)).toEqual(event);
});
