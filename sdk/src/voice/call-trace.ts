// Ties all a call asks of the service to the press of the button: one trace, and when each step came.
import type { CallApi } from './call-api.ts';

/** LiveKit RPC method that tells the agent when the steps of joining were done. */
export const CLIENT_TIMINGS_METHOD = 'mindbot.client_timings';

/** The steps after the press of the button, in their order. */
type Step = 'requested' | 'answered' | 'joined' | 'heard';

const randomHex = (bytes: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** The trace of one call, begun where the user pressed the button. */
export class CallTrace {
  /** W3C trace context of the press: random ids, and nothing about the user. */
  readonly traceparent: string;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #stepsMs: Partial<Record<`${Step}AfterMs`, number>> = {};

  constructor(now: () => number, traceparent = `00-${randomHex(16)}-${randomHex(8)}-01`) {
    this.traceparent = traceparent;
    this.#now = now;
    this.#startedAt = now();
  }

  /** Notes that a step is done; answers whether it is the first time. */
  reach(step: Step): boolean {
    const isFirst = this.#stepsMs[`${step}AfterMs`] === undefined;
    if (isFirst) this.#stepsMs[`${step}AfterMs`] = Math.round(this.#now() - this.#startedAt);
    return isFirst;
  }

  /** The trace and its steps, for the agent. */
  describe(): string {
    return JSON.stringify({ traceparent: this.traceparent, ...this.#stepsMs });
  }

  /** The same api, each request of which belongs to this trace. */
  follow(api: CallApi): CallApi {
    const { traceparent } = this;
    return {
      create: async (params, options) => {
        this.reach('requested');
        const created = await api.create(params, { ...options, traceparent });
        this.reach('answered');
        return created;
      },
      get: (id, options) => api.get(id, options),
      end: (id, options) => api.end(id, { ...options, traceparent }),
      createToken: (id, options) => api.createToken(id, { ...options, traceparent }),
      requestAgent: (id, options) => api.requestAgent(id, { ...options, traceparent }),
    };
  }
}
