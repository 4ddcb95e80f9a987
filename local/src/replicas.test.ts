// Guards the change of processes: the new ones first, the old ones gently, and nothing when it fails.
import { expect, test } from 'vitest';
import { type Replica, startReplicas } from './replicas.ts';

/** Replicas that note what is done to them. */
function noting(options: { failsFrom?: number } = {}) {
  const events: string[] = [];
  let started = 0;
  const start = async (instance: string): Promise<Replica> => {
    started += 1;
    if (started >= (options.failsFrom ?? Number.POSITIVE_INFINITY)) {
      throw new Error('not ready');
    }
    events.push(`start ${instance}`);
    return {
      name: instance,
      url: `http://${instance}`,
      pid: () => 1,
      kill: () => {},
      restart: async () => {},
      stop: async () => void events.push(`stop ${instance}`),
      drain: async () => void events.push(`drain ${instance}`),
    };
  };
  const parts = {
    name: 'api',
    count: 2,
    start,
    onEnter: ({ name }: Replica) => void events.push(`enter ${name}`),
    onLeave: ({ name }: Replica) => void events.push(`leave ${name}`),
    onProgress: () => {},
  };
  return { events, parts };
}

test('the first is named after the service, the others are numbered', async () => {
  const { parts } = noting();
  const replicas = await startReplicas(parts);
  expect(replicas.current().map(({ name }) => name)).toEqual(['api', 'api-2']);
});

test('no old one leaves before all new ones have entered, and each leaves before it drains', async () => {
  const { events, parts } = noting();
  const replicas = await startReplicas(parts);
  events.length = 0;
  await replicas.roll();
  const at = (event: string) => events.indexOf(event);
  expect(Math.max(at('enter api-3'), at('enter api-4'))).toBeLessThan(at('leave api'));
  expect(at('leave api')).toBeLessThan(at('drain api'));
  expect(at('leave api-2')).toBeLessThan(at('drain api-2'));
  expect(replicas.current().map(({ name }) => name)).toEqual(['api-3', 'api-4']);
});

test('when a new one does not get ready, the old ones go on and the other new one goes', async () => {
  const { events, parts } = noting({ failsFrom: 4 });
  const replicas = await startReplicas(parts);
  events.length = 0;
  await expect(replicas.roll()).rejects.toThrow('not ready');
  expect(events).toEqual(['start api-3', 'stop api-3']);
  expect(replicas.current().map(({ name }) => name)).toEqual(['api', 'api-2']);
});

test('stopping stops those that are finishing too', async () => {
  const { events, parts } = noting();
  const draining = Promise.withResolvers<void>();
  const replicas = await startReplicas({
    ...parts,
    start: async (instance) => ({
      ...(await parts.start(instance)),
      drain: () => draining.promise,
    }),
  });
  const rolling = replicas.roll();
  await expect.poll(() => events.filter((event) => event.startsWith('leave'))).toHaveLength(2);
  await replicas.stop();
  expect(events.filter((event) => event.startsWith('stop')).sort()).toEqual([
    'stop api',
    'stop api-2',
    'stop api-3',
    'stop api-4',
  ]);
  draining.resolve();
  await rolling;
});
