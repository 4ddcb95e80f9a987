// Resource of what a client must know before anyone signs in.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { PublicConfig } from '../types.ts';

/** The service's public configuration. */
export class Config {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Where to sign in, how much trial time there is, and which parts are sandboxes. Needs no token.
   * @example
   * const { data: config } = await mindbot.config.get();
   * if (config?.sandbox.speech) showSandboxNotice();
   */
  get(options?: RequestOptions): Promise<MindbotResult<PublicConfig>> {
    return this.#transport.send({ method: 'GET', path: '/config', isPublic: true }, options);
  }
}
