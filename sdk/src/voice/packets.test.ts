// Guards the reading of packets: the right shape or nothing, for a room is not trusted.
import { expect, test } from 'vitest';
import { readPacket, readTimePacket } from './packets.ts';

const TIME = {
  type: 'time',
  remainingMs: 1,
  usedMs: 2,
  isCounting: true,
  pausedReason: null,
  sequence: 3,
  at: '2026-11-21T09:30:00.000Z',
};

test.each([
  TIME,
  { ...TIME, isCounting: false, pausedReason: 'user_lost' },
  { type: 'low_time', thresholdMs: 120_000, remainingMs: 119_000 },
  { type: 'time_added', addedMs: 900_000, remainingMs: 1_000_000 },
  { type: 'goodbye', remainingMs: 4_000 },
  { type: 'lead_saved', leadId: 'c56a4180', name: 'John' },
  { type: 'ticket_created', ticketId: 'c56a4180', number: 7, subject: 'Headset' },
  { type: 'ended', reason: 'out_of_time', chargedMs: 1, balanceMs: 0 },
])('reads $type', (packet) => {
  expect(readPacket(JSON.stringify(packet))).toEqual(packet);
});

test.each([
  '',
  'null',
  '[]',
  '7',
  '{',
  '{"type":"constructor"}',
  '{"type":"unheard_of"}',
  '{"type":"goodbye"}',
  '{"type":"goodbye","remainingMs":-1}',
  '{"type":"goodbye","remainingMs":"4000"}',
  '{"type":"goodbye","remainingMs":1e400}',
  '{"type":"lead_saved","leadId":"x","name":5}',
  '{"type":"ended","reason":"bored","chargedMs":1,"balanceMs":0}',
])('ignores %s', (json) => {
  expect(readPacket(json)).toBeNull();
});

test('a reason for a pause it does not know becomes none', () => {
  const json = JSON.stringify({ ...TIME, pausedReason: 'lunch' });
  expect(readTimePacket(json)?.pausedReason).toBeNull();
});

test('no attribute and other packets are no time', () => {
  expect(readTimePacket(undefined)).toBeNull();
  expect(readTimePacket('{"type":"goodbye","remainingMs":1}')).toBeNull();
});
