// Guards the sharing of one stream: however many listen, one is open, and none without listeners.
import { expect, test, vi } from 'vitest';
import type { EventStreamState } from './event-connection.ts';
import { createEventHub } from './event-hub.ts';
import type { LiveEvent } from './live-event.ts';

const READY: LiveEvent = { type: 'ready' };

function makeHub() {
  const runs: {
    onEvent: (event: LiveEvent) => void;
    onStateChange: (state: EventStreamState) => void;
    signal: AbortSignal;
  }[] = [];
  const hub = createEventHub(async (listener, signal) => void runs.push({ ...listener, signal }));
  return { hub, runs };
}

test('two listeners share a stream, and the last one closes it', () => {
  const { hub, runs } = makeHub();
  const [one, other] = [vi.fn(), vi.fn()];
  const first = hub.subscribe({ onEvent: one });
  const second = hub.subscribe({ onEvent: other });
  runs[0]?.onEvent(READY);
  expect([one.mock.calls, other.mock.calls]).toEqual([[[READY]], [[READY]]]);
  first.close();
  first.close();
  expect(runs[0]?.signal.aborted).toBe(false);
  second.close();
  expect(runs[0]?.signal.aborted).toBe(true);
  expect(runs).toHaveLength(1);
});

test('a stream that was closed says nothing to those of the next one', () => {
  const { hub, runs } = makeHub();
  hub.subscribe({ onEvent: () => {} }).close();
  const onEvent = vi.fn();
  hub.subscribe({ onEvent });
  runs[0]?.onEvent(READY);
  expect(onEvent).not.toHaveBeenCalled();
  runs[1]?.onEvent(READY);
  expect(onEvent).toHaveBeenCalledOnce();
});

test('who comes late hears the state at once', () => {
  const { hub, runs } = makeHub();
  hub.subscribe({ onEvent: () => {} });
  runs[0]?.onStateChange('open');
  const states: EventStreamState[] = [];
  const late = hub.subscribe({ onEvent: () => {}, onStateChange: (state) => states.push(state) });
  runs[0]?.onStateChange('waiting');
  late.close();
  expect(states).toEqual(['open', 'waiting', 'closed']);
});

test('a stream that could not be begun is tried again for the next listener', async () => {
  let count = 0;
  const hub = createEventHub(async () => {
    count += 1;
    throw new TypeError('not loaded');
  });
  const closed = Promise.withResolvers<void>();
  hub.subscribe({
    onEvent: () => {},
    onStateChange: (state) => state === 'closed' && closed.resolve(),
  });
  await closed.promise;
  hub.subscribe({ onEvent: () => {} });
  expect(count).toBe(2);
});
