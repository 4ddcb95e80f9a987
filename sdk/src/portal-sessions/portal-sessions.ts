// Resource of the gateway's own pages for cards and invoices.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { PortalSession } from '../types.ts';

/** Links to the gateway's customer portal. */
export class PortalSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * A link that works for minutes; go there at once.
   * @example
   * const { data: portal } = await mindbot.portalSessions.create();
   * if (portal) location.assign(portal.url);
   */
  create(options?: RequestOptions): Promise<MindbotResult<PortalSession>> {
    return this.#transport.send({ method: 'POST', path: '/portal-sessions' }, options);
  }
}
