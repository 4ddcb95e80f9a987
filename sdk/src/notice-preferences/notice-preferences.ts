// Resource of which notices come by email too.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { NoticePreferences } from '../types.ts';

/** What the signed-in user wants to have by email. */
export class NoticePreferencesResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The preferences as they stand.
   * @example
   * const { data: preferences } = await mindbot.noticePreferences.get();
   * console.log(preferences?.email.low_time);
   */
  get(options?: RequestOptions): Promise<MindbotResult<NoticePreferences>> {
    return this.#transport.send({ method: 'GET', path: '/notice-preferences' }, options);
  }

  /**
   * Sets them all. Failed payments are mailed whatever is chosen.
   * @example
   * await mindbot.noticePreferences.update({ email: { ...preferences.email, low_time: false } });
   */
  update(
    preferences: NoticePreferences,
    options?: RequestOptions,
  ): Promise<MindbotResult<NoticePreferences>> {
    const path = '/notice-preferences';
    return this.#transport.send({ method: 'PUT', path, body: preferences }, options);
  }
}
