// Asks what the service leans on: LiveKit, providers, Stripe, mail, and the service's own processes.
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readAgentEnvironment } from '../../../agent/src/environment.ts';
import {
  ANSWER_MS_MAX,
  type Finding,
  fail,
  hostOf,
  ok,
  type Settings,
  warn,
  whyOf,
} from './finding.ts';

const SKEW_MS_MAX = 30_000;

const ask = (url: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });

/** A LiveKit token that may list rooms, for a minute. */
function livekitToken(key: string, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const nowS = Math.floor(Date.now() / 1_000);
  const claims = { iss: key, nbf: nowS - 5, exp: nowS + 60, video: { roomList: true } };
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

/** LiveKit: there, with this key, by the same clock. */
export async function checkLivekit(settings: Settings): Promise<Finding[]> {
  const {
    LIVEKIT_URL: url = '',
    LIVEKIT_API_KEY: key = '',
    LIVEKIT_API_SECRET: secret = '',
  } = settings;
  const apiUrl = settings.LIVEKIT_API_URL ?? url.replace(/^ws/, 'http');
  const headers = {
    authorization: `Bearer ${livekitToken(key, secret)}`,
    'content-type': 'application/json',
  };
  try {
    const target = new URL('/twirp/livekit.RoomService/ListRooms', apiUrl).href;
    const answer = await ask(target, headers, '{}');
    const skewMs = Math.abs(Date.now() - Date.parse(answer.headers.get('date') ?? ''));
    const found: Finding[] = [];
    if (skewMs > SKEW_MS_MAX) {
      const text = `This clock and LiveKit's are ${Math.round(skewMs / 1_000)} s apart`;
      found.push(fail(text, 'Join tokens live five minutes: run NTP on both.'));
    }
    if (answer.ok) return [...found, ok(`LiveKit at ${hostOf(apiUrl)} takes this key`)];
    const advice = 'Compare LIVEKIT_API_KEY and LIVEKIT_API_SECRET with the keys of the server.';
    return [...found, fail(`LiveKit at ${hostOf(apiUrl)} answers ${answer.status}`, advice)];
  } catch (error) {
    const text = `LiveKit at ${hostOf(apiUrl)} cannot be reached: ${whyOf(error)}`;
    return [fail(text, 'See that it runs and that LIVEKIT_URL is right.')];
  }
}

/** Recognition, model and synthesis: there, with this key, knowing this model. */
export async function checkProviders(settings: Settings): Promise<Finding[]> {
  const { stt, llm, tts } = readAgentEnvironment(settings);
  const stages = { STT: stt, LLM: llm, TTS: tts };
  return Promise.all(
    Object.entries(stages).map(async ([name, { baseUrl, apiKey, model }]) => {
      const what = `${name} (${model} at ${hostOf(baseUrl)})`;
      try {
        const answer = await ask(`${baseUrl}/models`, { authorization: `Bearer ${apiKey}` });
        if (answer.status === 401 || answer.status === 403) {
          return fail(`${what} refuses the key`, `Correct ${name}_API_KEY or OPENAI_API_KEY.`);
        }
        if (!answer.ok) {
          const advice = 'Some servers list no models: a call will tell.';
          return warn(`${what} answers ${answer.status} when asked for its models`, advice);
        }
        const { data = [] } = (await answer.json()) as { data?: { id: string }[] };
        return data.length === 0 || data.some(({ id }) => id === model)
          ? ok(`${what} takes the key`)
          : warn(`${what} does not list this model`, `Choose another by ${name}_MODEL.`);
      } catch (error) {
        return fail(`${what} cannot be reached: ${whyOf(error)}`, `See ${name}_BASE_URL.`);
      }
    }),
  );
}

/** Stripe: there, with this key, and in which mode. */
export async function checkStripe(settings: Settings): Promise<Finding[]> {
  const { STRIPE_SECRET_KEY: key = '', STRIPE_API_URL: url } = settings;
  const apiUrl = url ?? 'https://api.stripe.com';
  const mode = /^(sk|rk)_live_/.test(key) ? 'live mode: real money' : 'test mode';
  try {
    const answer = await ask(`${apiUrl}/v1/customers?limit=1`, { authorization: `Bearer ${key}` });
    return answer.ok
      ? [ok(`Stripe at ${hostOf(apiUrl)} takes the key (${mode})`)]
      : [fail(`Stripe answers ${answer.status}`, 'Correct STRIPE_SECRET_KEY.')];
  } catch (error) {
    return [
      fail(`Stripe cannot be reached: ${whyOf(error)}`, 'See the network, or STRIPE_API_URL.'),
    ];
  }
}

/** The mail server: there, and greeting. */
export async function checkMail(smtpUrl: string): Promise<Finding[]> {
  const { hostname, port, protocol } = new URL(smtpUrl);
  const isTls = protocol === 'smtps:';
  const number = Number(port || (isTls ? 465 : 587));
  const host = hostname.replace(/^\[|\]$/g, '');
  const greeting = new Promise<string>((resolve, reject) => {
    const socket = isTls
      ? connectTls({ host, port: number, servername: host })
      : connect({ host, port: number });
    socket.setTimeout(ANSWER_MS_MAX, () => socket.destroy(new Error('no greeting in time')));
    socket.once('data', (data) => {
      resolve(data.toString('latin1'));
      socket.end('QUIT\r\n');
    });
    socket.once('error', reject);
  });
  try {
    const text = await greeting;
    return text.startsWith('220')
      ? [ok(`The mail server at ${host}:${number} greets`)]
      : [warn(`The mail server at ${host}:${number} refuses`, 'See its log.')];
  } catch (error) {
    return [fail(`No mail server at ${host}:${number}: ${whyOf(error)}`, 'See SMTP_URL.')];
  }
}

/** The service itself: the api ready, a worker registered. */
export async function checkOwnProcesses(settings: Settings): Promise<Finding[]> {
  const api = `http://127.0.0.1:${settings.PORT ?? 3000}`;
  const agent = `http://127.0.0.1:${settings.AGENT_HEALTH_PORT ?? 8081}`;
  const found: Finding[] = [];
  try {
    const answer = await ask(`${api}/health/ready`);
    const { parts = {} } = (await answer.json()) as { parts?: Record<string, string> };
    const down = Object.entries(parts).filter(([, state]) => state !== 'up');
    found.push(
      answer.ok
        ? ok('The api is ready')
        : fail(`The api is not ready: ${down.map(([name]) => name).join(', ')} down`, 'See above.'),
    );
  } catch (error) {
    found.push(warn(`No api at ${hostOf(api)}: ${whyOf(error)}`, 'npm start starts it.'));
  }
  try {
    const answer = await ask(`${agent}/`);
    found.push(
      answer.ok
        ? ok('A worker is registered with LiveKit')
        : fail(
            'The worker is not registered with LiveKit',
            'See its log; compare the LiveKit keys.',
          ),
    );
  } catch (error) {
    found.push(warn(`No worker at ${hostOf(agent)}: ${whyOf(error)}`, 'npm start starts it.'));
  }
  return found;
}
