// Resource of calls: start, look up, end and forget them.
import type { MindbotResult } from '../errors.ts';
import { listAll, type PageParams } from '../pages.ts';
import type { CreateOptions, RequestOptions, Transport } from '../transport.ts';
import type {
  AgentRequest,
  CreatedVoiceSession,
  JoinToken,
  Page,
  Transcript,
  VoiceSession,
  VoiceSessionListItem,
} from '../types.ts';

/** What to start. */
export interface CreateVoiceSessionParams {
  /** Slug or id of an assistant; the organization's default without it. */
  assistant?: string;
}

/** Which calls to list; newest first. */
export interface ListVoiceSessionsParams extends PageParams {
  /** Words to look for in transcripts. */
  query?: string;
  /** Only calls created at or after this ISO time. */
  from?: string;
  /** Only calls created before this ISO time. */
  to?: string;
}

const pathOf = (id: string, rest = ''): string =>
  `/voice-sessions/${encodeURIComponent(id)}${rest}`;

/** Calls of the signed-in user. */
export class VoiceSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Holds time, makes a room and sends an agent to it. Fails with `insufficient_time`,
   * `too_many_calls`, `assistant_not_found` or `voice_unavailable` when that is not possible.
   * To talk, use `connectToVoiceAgent` of `@mindbot/sdk/voice`, which does this and joins.
   * @example
   * const { data, error } = await mindbot.voiceSessions.create({ assistant: 'alex' });
   * if (error?.code === 'insufficient_time') showTimeCards();
   */
  create(
    params: CreateVoiceSessionParams = {},
    options: CreateOptions = {},
  ): Promise<MindbotResult<CreatedVoiceSession>> {
    const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
    return this.#transport.send(
      { method: 'POST', path: '/voice-sessions', body: params, idempotencyKey },
      options,
    );
  }

  /**
   * One call with its receipt: time charged, balance before and after, leads and tickets.
   * @example
   * const { data: call } = await mindbot.voiceSessions.get(id);
   * console.log(call?.endedReason, call?.chargedMs);
   */
  get(id: string, options?: RequestOptions): Promise<MindbotResult<VoiceSession>> {
    return this.#transport.send({ method: 'GET', path: pathOf(id) }, options);
  }

  /**
   * One page of calls, newest first.
   * @example
   * const { data: page } = await mindbot.voiceSessions.list({ limit: 20, query: 'headset' });
   */
  list(
    params: ListVoiceSessionsParams = {},
    options?: RequestOptions,
  ): Promise<MindbotResult<Page<VoiceSessionListItem>>> {
    return this.#transport.send({ method: 'GET', path: '/voice-sessions', query: params }, options);
  }

  /**
   * Every call, newest first, page after page.
   * @throws {MindbotRequestError} when a page cannot be had.
   * @example
   * for await (const call of mindbot.voiceSessions.listAll()) console.log(call.createdAt);
   */
  listAll(
    params: ListVoiceSessionsParams = {},
    options?: RequestOptions,
  ): AsyncGenerator<VoiceSessionListItem, void, undefined> {
    return listAll((page: ListVoiceSessionsParams) => this.list(page, options), params);
  }

  /**
   * What was said in a call.
   * @example
   * const { data: transcript } = await mindbot.voiceSessions.getTranscript(id);
   * for (const item of transcript?.items ?? []) console.log(item.speaker, item.text);
   */
  getTranscript(id: string, options?: RequestOptions): Promise<MindbotResult<Transcript>> {
    return this.#transport.send({ method: 'GET', path: pathOf(id, '/transcript') }, options);
  }

  /**
   * Hangs up. The agent settles the call within moments; `status` says whether it has.
   * @example
   * await mindbot.voiceSessions.end(id);
   */
  end(id: string, options?: RequestOptions): Promise<MindbotResult<VoiceSession>> {
    return this.#transport.send({ method: 'POST', path: pathOf(id, '/end') }, options);
  }

  /**
   * A fresh token for a running call: after a reload, or to take it over in another tab.
   * @example
   * const { data: join } = await mindbot.voiceSessions.createToken(id);
   */
  createToken(id: string, options?: RequestOptions): Promise<MindbotResult<JoinToken>> {
    return this.#transport.send({ method: 'POST', path: pathOf(id, '/token') }, options);
  }

  /**
   * Tells the api that the agent vanished. The api looks for itself and sends another if so.
   * @example
   * const { data } = await mindbot.voiceSessions.requestAgent(id);
   * if (data?.outcome === 'ended') showReceipt(id);
   */
  requestAgent(id: string, options?: RequestOptions): Promise<MindbotResult<AgentRequest>> {
    return this.#transport.send({ method: 'POST', path: pathOf(id, '/agent-requests') }, options);
  }

  /**
   * Deletes the words of an ended call. The ledger keeps what it cost.
   * @example
   * await mindbot.voiceSessions.delete(id);
   */
  delete(id: string, options?: RequestOptions): Promise<MindbotResult<null>> {
    return this.#transport.send({ method: 'DELETE', path: pathOf(id) }, options);
  }
}
