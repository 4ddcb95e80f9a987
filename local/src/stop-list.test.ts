// Guards that the stack stops from the top down, and that one failure keeps nothing running.
import { expect, test } from 'vitest';
import { createStopList } from './stop-list.ts';

function createRecorded() {
  const stopped: string[] = [];
  const failed: string[] = [];
  const list = createStopList({
    onStop: () => {},
    onFailure: (name) => failed.push(name),
  });
  const add = (name: Parameters<typeof list.add>[0]) =>
    list.add(name, async () => {
      stopped.push(name);
    });
  return { list, add, stopped, failed };
}

test('the agent stops first and Postgres last, whatever was started when', async () => {
  const { list, add, stopped } = createRecorded();
  for (const name of ['livekit', 'postgres', 'agent', 'speech', 'supabase', 'api'] as const) {
    add(name);
  }
  expect(await list.stopAll()).toBe(true);
  expect(stopped).toEqual(['agent', 'api', 'speech', 'livekit', 'supabase', 'postgres']);
});

test('what fails to stop is told, and the others stop all the same', async () => {
  const { list, add, stopped, failed } = createRecorded();
  add('postgres');
  list.add('api', async () => {
    throw new Error('stuck');
  });
  expect(await list.stopAll()).toBe(false);
  expect(failed).toEqual(['api']);
  expect(stopped).toEqual(['postgres']);
});

test('nothing is stopped twice', async () => {
  const { list, add, stopped } = createRecorded();
  add('speech');
  await list.stopAll();
  await list.stopAll();
  expect(stopped).toEqual(['speech']);
});
