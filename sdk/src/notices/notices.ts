// Resource of what the user is told about the account.
import type { MindbotResult } from '../errors.ts';
import type { PageParams } from '../pages.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { NoticePage, UnreadCount } from '../types.ts';

/** Notices of the signed-in user. */
export class Notices {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * One page of notices, newest first, and how many are unread.
   * @example
   * const { data: page } = await mindbot.notices.list({ limit: 20 });
   * console.log(page?.unreadCount, 'unread');
   */
  list(params: PageParams = {}, options?: RequestOptions): Promise<MindbotResult<NoticePage>> {
    return this.#transport.send({ method: 'GET', path: '/notices', query: params }, options);
  }

  /**
   * Marks notices as read, all of them without `ids`.
   * @example
   * await mindbot.notices.markRead();
   */
  markRead(
    ids: string[] | null = null,
    options?: RequestOptions,
  ): Promise<MindbotResult<UnreadCount>> {
    return this.#transport.send({ method: 'POST', path: '/notices/read', body: { ids } }, options);
  }
}
