// Resource of the account's history of time.
import type { MindbotResult } from '../errors.ts';
import { listAll, type PageParams } from '../pages.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { LedgerEntry, Page } from '../types.ts';

/** Lines of the signed-in user's ledger. */
export class LedgerEntries {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * One page of entries, newest first.
   * @example
   * const { data: page } = await mindbot.ledgerEntries.list({ limit: 50 });
   */
  list(
    params: PageParams = {},
    options?: RequestOptions,
  ): Promise<MindbotResult<Page<LedgerEntry>>> {
    return this.#transport.send({ method: 'GET', path: '/ledger-entries', query: params }, options);
  }

  /**
   * Every entry, newest first, page after page.
   * @throws {MindbotRequestError} when a page cannot be had.
   * @example
   * for await (const entry of mindbot.ledgerEntries.listAll()) console.log(entry.amountMs);
   */
  listAll(
    params: PageParams = {},
    options?: RequestOptions,
  ): AsyncGenerator<LedgerEntry, void, undefined> {
    return listAll((page: PageParams) => this.list(page, options), params);
  }
}
