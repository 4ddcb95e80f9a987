// Resource of the agents a user can talk to.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { Assistant, AssistantList } from '../types.ts';

/** Active assistants of the signed-in user's organization. */
export class Assistants {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Every assistant the user can call.
   * @example
   * const { data } = await mindbot.assistants.list();
   * for (const assistant of data?.items ?? []) console.log(assistant.slug, assistant.name);
   */
  list(options?: RequestOptions): Promise<MindbotResult<AssistantList>> {
    return this.#transport.send({ method: 'GET', path: '/assistants' }, options);
  }

  /**
   * One assistant by its id.
   * @example
   * const { data: assistant, error } = await mindbot.assistants.get(id);
   */
  get(id: string, options?: RequestOptions): Promise<MindbotResult<Assistant>> {
    return this.#transport.send(
      { method: 'GET', path: `/assistants/${encodeURIComponent(id)}` },
      options,
    );
  }
}
