// Runs in the process of a child call: joins, does as it is told, and ends with its parent.
import { once } from 'node:events';
import { createMindbotClient } from '@mindbot/sdk';
import type { ChildCommand, ChildReport } from './child-call.ts';
import { HeadlessCall } from './headless-call.ts';

const report = (message: ChildReport): void => void process.send?.(message);

async function obey(call: HeadlessCall, command: ChildCommand): Promise<void> {
  if (command.type === 'leave') {
    await call.leave();
    process.exit();
  }
  if (command.type === 'say') await call.say(command.phrase);
  if (command.type === 'type') await call.type(command.text);
  report({ type: 'done' });
}

const fail = (error: unknown): void => report({ type: 'failed', message: String(error) });

process.on('disconnect', () => process.exit());
try {
  const { apiUrl, accessToken, options } = JSON.parse(process.env.CALLER ?? '{}');
  const client = createMindbotClient({ baseUrl: apiUrl, getAccessToken: () => accessToken });
  const call = await HeadlessCall.start(client, {
    ...options,
    beforeJoin: async ({ id: voiceSessionId, roomName }) => {
      report({ type: 'created', voiceSessionId, roomName });
      await once(process, 'message');
    },
  });
  process.on('message', (command: ChildCommand) => void obey(call, command).catch(fail));
  report({ type: 'joined' });
  await call.waitFor('time', { where: ({ isCounting }) => isCounting, timeoutMs: 60_000 });
  report({ type: 'agentReady' });
} catch (error) {
  fail(error);
}
