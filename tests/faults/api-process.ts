// One api as a process that can be killed at any moment and started again on its port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { JWT_SECRET, LIVEKIT_KEY } from '../../api/src/testing/test-environment.ts';

const mainFile = resolve(import.meta.dirname, '../../api/src/main.ts');
const READY_MS_MAX = 60_000;
const LOG_LINES_KEPT = 200;

/** What the process is given besides its port. */
export interface ApiProcessOptions {
  port: number;
  databaseUrl: string;
  stripeUrl: string;
  stripeSecretKey: string;
  webhookSecret: string;
}

/** An api that may be up or down. */
export class ApiProcess {
  readonly url: string;
  /** The last lines it wrote, of all its lives. */
  readonly log: string[] = [];
  private readonly options: ApiProcessOptions;
  private child: ChildProcess | null = null;

  constructor(options: ApiProcessOptions) {
    this.options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  /** Starts it, and resolves when it answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [mainFile], {
      env: { ...process.env, ...environmentOf(this.options) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.note(text));
    }
    const until = Date.now() + READY_MS_MAX;
    while (Date.now() < until) {
      const answer = await fetch(`${this.url}/health/live`).catch(() => null);
      if (answer?.ok) return;
      if (child.exitCode !== null) break;
      await wait(50);
    }
    throw new Error(`an api did not start:\n${this.log.slice(-20).join('\n')}`);
  }

  /** Kills it as a power cut would, and resolves when it is gone. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Stops it in good order. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  private note(text: string): void {
    this.log.push(...text.split('\n').filter(Boolean));
    this.log.splice(0, this.log.length - LOG_LINES_KEPT);
  }
}

function environmentOf(options: ApiProcessOptions): Record<string, string> {
  return {
    PORT: String(options.port),
    // All replicas have the same: what Stripe is asked for must be the same again.
    PUBLIC_URL: 'http://127.0.0.1:1',
    DATABASE_URL: options.databaseUrl,
    SUPABASE_URL: 'http://127.0.0.1:1',
    SUPABASE_PUBLISHABLE_KEY: 'publishable',
    SUPABASE_JWT_SECRET: JWT_SECRET,
    LIVEKIT_URL: 'ws://127.0.0.1:2',
    LIVEKIT_API_KEY: LIVEKIT_KEY.apiKey,
    LIVEKIT_API_SECRET: LIVEKIT_KEY.apiSecret,
    STRIPE_API_URL: options.stripeUrl,
    STRIPE_SECRET_KEY: options.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: options.webhookSecret,
    SANDBOX_STRIPE: '1',
    SMTP_URL: '',
    REDIS_URL: '',
    // Each buyer comes from an address of their own, as in life.
    TRUSTED_PROXY_COUNT: '1',
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
  };
}
