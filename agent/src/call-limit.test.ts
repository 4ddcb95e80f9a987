// A worker holds no more calls than it may, whatever the order in which they come and go.
import { expect, test } from 'vitest';
import { CallLimit } from './call-limit.ts';
import { quietLogger } from './quiet-logger.ts';

function createWorker(maxCalls: number) {
  const running: string[] = [];
  const clock = { nowMs: 0 };
  const limit = new CallLimit({
    maxCalls,
    runningJobIds: () => running,
    nowMs: () => clock.nowMs,
    logger: quietLogger().logger,
  });
  const offer = async (id: string): Promise<'accepted' | 'rejected'> => {
    const answers: ('accepted' | 'rejected')[] = [];
    const note = (answer: 'accepted' | 'rejected') => async () => void answers.push(answer);
    await limit.answer({ id, accept: note('accepted'), reject: note('rejected') });
    const [answer] = answers;
    if (!answer || answers.length > 1) throw new Error(`${answers.length} answers to one offer.`);
    return answer;
  };
  return { running, clock, limit, offer };
}

test('refuses the call above its maximum, also while those before it are only starting', async () => {
  const { limit, offer } = createWorker(2);
  expect(await Promise.all([offer('a'), offer('b'), offer('c')])).toEqual([
    'accepted',
    'accepted',
    'rejected',
  ]);
  expect(limit.load).toBe(1);
});

test('counts a call once, whether starting or running', async () => {
  const { running, limit, offer } = createWorker(4);
  await offer('a');
  running.push('a');
  expect(limit.load).toBe(0.25);
});

test('takes a call again when one has ended', async () => {
  const { running, limit, offer } = createWorker(1);
  await offer('a');
  running.push('a');
  expect(limit.load).toBe(1);
  running.pop();
  expect(limit.load).toBe(0);
  expect(await offer('b')).toBe('accepted');
});

test('forgets an accepted call whose job never came', async () => {
  const { clock, offer } = createWorker(1);
  await offer('a');
  clock.nowMs = 59_000;
  expect(await offer('b')).toBe('rejected');
  clock.nowMs = 61_000;
  expect(await offer('c')).toBe('accepted');
});
