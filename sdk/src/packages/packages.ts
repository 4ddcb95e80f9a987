// Resource of the time cards on sale.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { PackageList } from '../types.ts';

/** Which packages to list. */
export interface ListPackagesParams {
  /** ISO 4217; the organization's own without it. */
  currency?: string;
}

/** Time cards on sale. */
export class Packages {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Every time card on sale, with its listed price. Needs no token.
   * @example
   * const { data } = await mindbot.packages.list();
   * for (const { name, amountMinor, currency } of data?.items ?? []) console.log(name, amountMinor, currency);
   */
  list(
    params: ListPackagesParams = {},
    options?: RequestOptions,
  ): Promise<MindbotResult<PackageList>> {
    const path = '/packages';
    return this.#transport.send({ method: 'GET', path, query: params, isPublic: true }, options);
  }
}
