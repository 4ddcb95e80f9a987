// Stands in for the api in tests of a call: its answers are set by the test, its requests are noted.
import type { MindbotError, MindbotResult } from '../../errors.ts';
import type { AgentRequest, CreatedVoiceSession, VoiceSession } from '../../types.ts';
import type { CallApi } from '../call-api.ts';

const ID = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
const ASSISTANT = { id: ID, slug: 'alex', name: 'Alex' };
const AT = '2026-11-21T09:30:00.000Z';

const RUNNING: VoiceSession = {
  id: ID,
  status: 'active',
  assistant: ASSISTANT,
  createdAt: AT,
  startedAt: AT,
  endedAt: null,
  endedReason: null,
  chargedMs: null,
  unbilledMs: null,
  transcriptPreview: null,
  balanceBeforeMs: null,
  balanceAfterMs: null,
  timeGrantsUsed: [],
  leads: [],
  tickets: [],
};

const CREATED: CreatedVoiceSession = {
  id: ID,
  status: 'pending',
  assistant: ASSISTANT,
  serverUrl: 'ws://livekit.example',
  token: 'token-0',
  roomName: `call-${ID}`,
  tokenExpiresAt: AT,
  availableMs: 600_000,
  createdAt: AT,
};

const ok = <Data>(data: Data): MindbotResult<Data> => ({ data, error: null });

/** See the first line. */
export class FakeApi implements CallApi {
  readonly requests: string[] = [];
  readonly idempotencyKeys: (string | undefined)[] = [];
  /** Of the requests that had one. */
  readonly traceparents: string[] = [];
  created: MindbotResult<CreatedVoiceSession> = ok(CREATED);
  /** When set, `create` answers only once it is settled. */
  creating: Promise<void> | null = null;
  agentRequest: AgentRequest = { outcome: 'dispatched', epoch: 2 };
  endFailure: MindbotError | null = null;
  tokenFailure: MindbotError | null = null;
  voiceSession: VoiceSession = RUNNING;
  #tokenCount = 0;

  async create(_params: object, options: { idempotencyKey?: string; traceparent?: string } = {}) {
    this.requests.push('create');
    this.#noteTrace(options);
    this.idempotencyKeys.push(options.idempotencyKey);
    await this.creating;
    return this.created;
  }

  async get(_id: string) {
    this.requests.push('get');
    return ok(this.voiceSession);
  }

  async end(
    _id: string,
    options: { traceparent?: string } = {},
  ): Promise<MindbotResult<VoiceSession>> {
    this.requests.push('end');
    this.#noteTrace(options);
    return this.endFailure ? { data: null, error: this.endFailure } : ok(this.voiceSession);
  }

  async createToken(_id: string) {
    this.requests.push('createToken');
    this.#tokenCount += 1;
    const token = `token-${this.#tokenCount}`;
    if (this.tokenFailure) return { data: null, error: this.tokenFailure };
    return ok({ ...CREATED, token });
  }

  async requestAgent(_id: string) {
    this.requests.push('requestAgent');
    return ok(this.agentRequest);
  }

  #noteTrace({ traceparent }: { traceparent?: string }): void {
    if (traceparent) this.traceparents.push(traceparent);
  }

  /** The server has settled the call. */
  settle(endedReason: VoiceSession['endedReason'], chargedMs = 5_000): void {
    const balanceAfterMs = 600_000 - chargedMs;
    this.voiceSession = { ...RUNNING, status: 'ended', endedReason, chargedMs, balanceAfterMs };
  }
}
