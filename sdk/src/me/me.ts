// Resource of the signed-in user.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { CurrentUser } from '../types.ts';

/** The signed-in user. */
export class Me {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Who is signed in, in which organization and role.
   * @example
   * const { data: user, error } = await mindbot.me.get();
   * if (error?.code === 'unauthenticated') showSignIn();
   */
  get(options?: RequestOptions): Promise<MindbotResult<CurrentUser>> {
    return this.#transport.send({ method: 'GET', path: '/me' }, options);
  }
}
