// The worker of the baseline: registers with LiveKit under a name of its own, and nothing else.
import { fileURLToPath } from 'node:url';
import { AgentServer, initializeLogger, ServerOptions } from '@livekit/agents';

initializeLogger({ pretty: false, level: 'error' });
const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, AGENT_HEALTH_PORT } = process.env;
const server = new AgentServer(
  new ServerOptions({
    agent: fileURLToPath(new URL('./job.ts', import.meta.url)),
    agentName: 'starter',
    wsURL: LIVEKIT_URL,
    apiKey: LIVEKIT_API_KEY,
    apiSecret: LIVEKIT_API_SECRET,
    production: true,
    host: '127.0.0.1',
    port: Number(AGENT_HEALTH_PORT),
    numIdleProcesses: 1,
    // On one machine the load is everybody's: refusing calls would measure nothing.
    loadFunc: async () => 0.1,
    initializeProcessTimeout: 60_000,
  }),
);
server.event.on('worker_registered', () => process.send?.('registered'));
process.once('disconnect', () => process.exit());
await server.run();
