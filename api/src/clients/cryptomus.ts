// Speaks to Cryptomus: invoices in crypto currency, every request and webhook signed with one key.
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { GatewayUnavailableError } from '../payments/gateway.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const PAGES_MAX = 100;

/** Where Cryptomus is, and who we are there. */
export interface CryptomusOptions {
  merchantId: string;
  paymentKey: string;
  apiUrl: string;
}

const invoiceSchema = z.object({
  uuid: z.string().min(1).max(200),
  order_id: z.string().min(1).max(200),
  amount: z.string(),
  currency: z.string(),
  payment_amount: z.string().nullish(),
  payer_amount: z.string().nullish(),
  payment_status: z.string(),
  url: z.string().nullish(),
  updated_at: z.string().nullish(),
});

/** An invoice as Cryptomus describes it. Amounts are decimals in text. */
export type CryptomusInvoice = z.infer<typeof invoiceSchema>;

const answerSchema = z.object({ state: z.literal(0), result: z.unknown() });

const pageSchema = z.object({
  items: z.array(invoiceSchema),
  paginate: z.object({ nextCursor: z.string().nullish() }),
});

/** What a new invoice is made with. */
export interface NewCryptomusInvoice {
  amount: string;
  currency: string;
  order_id: string;
  url_callback: string;
  url_return: string;
  url_success: string;
  /** Seconds. */
  lifetime: number;
}

/** The api's way to Cryptomus. Every method throws {@link GatewayUnavailableError}. */
export type CryptomusClient = ReturnType<typeof createCryptomusClient>;

/** Makes the client. */
export function createCryptomusClient(options: CryptomusOptions) {
  async function post<Schema extends z.ZodType>(
    path: string,
    body: object,
    schema: Schema,
  ): Promise<z.infer<Schema> | null> {
    const text = JSON.stringify(body);
    const response = await fetch(new URL(path, options.apiUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        merchant: options.merchantId,
        sign: signatureOf(text, options.paymentKey),
      },
      body: text,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new GatewayUnavailableError('Cryptomus does not answer', { cause: error });
    });
    if (response.status === 404) return null;
    const answer = answerSchema.safeParse(await response.json().catch(() => null));
    const result = schema.safeParse(answer.data?.result);
    if (!response.ok || !result.success) {
      throw new GatewayUnavailableError(`Cryptomus answered ${response.status} to ${path}`);
    }
    return result.data;
  }

  return {
    /** Makes an invoice; asked again for the same `order_id`, it answers the one there is. */
    async createInvoice(invoice: NewCryptomusInvoice): Promise<CryptomusInvoice> {
      const made = await post('/v1/payment', invoice, invoiceSchema);
      if (!made) throw new GatewayUnavailableError('Cryptomus makes no invoices');
      return made;
    },

    /** An invoice by our own id; null when there is none. */
    findInvoice: (orderId: string): Promise<CryptomusInvoice | null> =>
      post('/v1/payment/info', { order_id: orderId }, invoiceSchema),

    /** Invoices made since. */
    async *listInvoices(since: Date): AsyncIterable<CryptomusInvoice> {
      const dateFrom = since.toISOString().slice(0, 19).replace('T', ' ');
      let cursor = '';
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const path = `/v1/payment/list${cursor && `?cursor=${encodeURIComponent(cursor)}`}`;
        const answer = await post(path, { date_from: dateFrom }, pageSchema);
        yield* answer?.items ?? [];
        cursor = answer?.paginate.nextCursor ?? '';
        if (!cursor) return;
      }
    },

    /** The fields of a webhook that carries its signature; null when it is not good. */
    verify(rawBody: string): Record<string, unknown> | null {
      const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(rawBody));
      if (!parsed.success) return null;
      const { sign, ...fields } = parsed.data;
      if (typeof sign !== 'string') return null;
      // They sign what PHP makes of the fields, which escapes every slash.
      const text = JSON.stringify(fields).replaceAll('/', String.raw`\/`);
      return isSame(sign, signatureOf(text, options.paymentKey)) ? fields : null;
    },
  };
}

/** The signature of a text, as Cryptomus asks for it. */
export function signatureOf(text: string, key: string): string {
  const encoded = Buffer.from(text).toString('base64');
  return createHash('md5').update(`${encoded}${key}`).digest('hex');
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
