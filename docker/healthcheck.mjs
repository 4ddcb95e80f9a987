// Asks the running role whether it is alive: exit code 0 says yes.
import { readFileSync } from 'node:fs';

const role = readFileSync('/tmp/mindbot-role', 'utf8').trim();
const url =
  role === 'agent'
    ? `http://127.0.0.1:${process.env.AGENT_HEALTH_PORT ?? 8081}/`
    : `http://127.0.0.1:${process.env.PORT ?? 3000}/health/live`;
const answer = await fetch(url, { signal: AbortSignal.timeout(2_500) }).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
