// Runs in the process of a child call: joins, does as it is told, and ends with its parent.
import { createMindbotClient } from '@mindbot/sdk';
import type { ChildCommand, ChildReport } from './child-call.ts';
import { HeadlessCall } from './headless-call.ts';

const report = (message: ChildReport): void => void process.send?.(message);

try {
  const { apiUrl, accessToken, options } = JSON.parse(process.env.CALLER ?? '{}');
  const client = createMindbotClient({ baseUrl: apiUrl, getAccessToken: () => accessToken });
  const call = await HeadlessCall.start(client, options);
  const { id: voiceSessionId, roomName } = call.voiceSession;
  process.on('message', async (command: ChildCommand) => {
    try {
      if (command.type === 'leave') {
        await call.leave();
        process.exit();
      }
      if (command.type === 'say') await call.say(command.phrase);
      else await call.type(command.text);
      report({ type: 'done' });
    } catch (error) {
      report({ type: 'failed', message: String(error) });
    }
  });
  report({ type: 'joined', voiceSessionId, roomName });
  await call.waitFor('time', { where: ({ isCounting }) => isCounting, timeoutMs: 60_000 });
  report({ type: 'agentReady' });
} catch (error) {
  report({ type: 'failed', message: String(error) });
}
process.on('disconnect', () => process.exit());
