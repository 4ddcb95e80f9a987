// What clients are told is valid by the shared schemas, in order, and never fails the call.
import {
  type CallEvent,
  callEventSchema,
  EVENT_TOPIC,
  TIME_TOPIC,
  timeEventSchema,
} from '@mindbot/platform/call-events';
import { beforeEach, expect, test, vi } from 'vitest';
import { Publisher } from './publisher.ts';
import { quietLogger } from './quiet-logger.ts';
import { settled } from './simulated-clock.ts';

const publishData = vi.fn(async (_bytes: Uint8Array, _options: object) => {});
const setAttributes = vi.fn(async (_attributes: Record<string, string>) => {});
let room: { isConnected: boolean; localParticipant: object };
let publisher: Publisher;

beforeEach(() => {
  vi.clearAllMocks();
  room = { isConnected: true, localParticipant: { publishData, setAttributes } };
  publisher = new Publisher(room as never, quietLogger().logger);
});

const snapshot = { remainingMs: 1_000, usedMs: 2_000, isCounting: true, pausedReason: null };
const sent = (index: number) => {
  const [bytes, options] = publishData.mock.calls[index] ?? [];
  return { data: JSON.parse(new TextDecoder().decode(bytes)), options };
};

test('the time goes out lossy, numbered, and as an attribute on changes', () => {
  publisher.publishTime(snapshot, { isChange: false });
  publisher.publishTime(snapshot, { isChange: true });
  expect(sent(0).options).toEqual({ reliable: false, topic: TIME_TOPIC });
  const events = [sent(0).data, sent(1).data].map((data) => timeEventSchema.parse(data));
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(setAttributes).toHaveBeenCalledOnce();
  const attribute = setAttributes.mock.calls[0]?.[0][TIME_TOPIC] ?? '';
  expect(timeEventSchema.parse(JSON.parse(attribute))).toEqual(events[1]);
});

test('events go out reliably', async () => {
  const event: CallEvent = {
    type: 'ended',
    reason: 'out_of_time',
    chargedMs: 20_000,
    balanceMs: 0,
  };
  await publisher.publishEvent(event);
  expect(sent(0).options).toEqual({ reliable: true, topic: EVENT_TOPIC });
  expect(callEventSchema.parse(sent(0).data)).toEqual(event);
});

test('nothing is sent into a room that is gone', async () => {
  room.isConnected = false;
  publisher.publishTime(snapshot, { isChange: true });
  await publisher.publishEvent({ type: 'goodbye', remainingMs: 1 });
  expect(publishData).not.toHaveBeenCalled();
});

test('a packet that cannot be sent is only lost', async () => {
  publishData.mockRejectedValue(new Error('room is closing'));
  publisher.publishTime(snapshot, { isChange: false });
  await publisher.publishEvent({ type: 'goodbye', remainingMs: 1 });
  await settled();
});
