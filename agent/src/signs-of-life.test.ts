// Whom the watch takes for alive: whoever answers anything, and nobody else.
import { RpcError } from '@livekit/rtc-node';
import { expect, test } from 'vitest';
import { watchSignsOfLife } from './signs-of-life.ts';
import { SimulatedClock } from './simulated-clock.ts';

async function seenWith(performRpc: () => Promise<string>, isConnected = true): Promise<number> {
  const clock = new SimulatedClock();
  let seen = 0;
  const watch = watchSignsOfLife({
    room: { isConnected, localParticipant: { performRpc } },
    userIdentity: 'user-1',
    clock,
    onSeen: () => {
      seen += 1;
    },
  });
  await clock.advance(5_000);
  watch.stop();
  await clock.advance(10_000);
  return seen;
}

const failWith = (code: number) => () => Promise.reject(new RpcError(code, 'refused'));

test('a client that answers is seen, also when it does not know the question', async () => {
  expect(await seenWith(async () => '')).toBe(3);
  expect(await seenWith(failWith(RpcError.ErrorCode.UNSUPPORTED_METHOD))).toBe(3);
});

test('nobody is seen who does not answer, or of whom the server speaks', async () => {
  expect(await seenWith(() => new Promise(() => {}))).toBe(0);
  for (const name of [
    'CONNECTION_TIMEOUT',
    'RESPONSE_TIMEOUT',
    'RECIPIENT_DISCONNECTED',
    'RECIPIENT_NOT_FOUND',
    'SEND_FAILED',
    'UNSUPPORTED_SERVER',
  ] as const) {
    expect(await seenWith(failWith(RpcError.ErrorCode[name]))).toBe(0);
  }
  expect(await seenWith(async () => '', false)).toBe(0);
});
