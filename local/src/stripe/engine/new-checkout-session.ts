// Makes checkout sessions, with the checks Stripe makes.
import type Stripe from 'stripe';
import { need } from '../api/lookup.ts';
import { mergeMetadata } from '../api/parameters.ts';
import { invalid } from '../api/stripe-error.ts';
import type { CheckoutSessionParameters } from '../routes/checkout-sessions.ts';
import { checkAmount } from '../routes/money.ts';
import { newId, randomWord, type World } from '../world.ts';
import { createPrice } from './catalogue.ts';

const MINUTE_S = 60;
const DAY_S = 86_400;
/** The sandbox's one rate of tax, where tax is asked for. */
const TAX_RATE = 0.2;

type LineItemParameters = NonNullable<CheckoutSessionParameters['line_items']>[number];

function lineItemOf(world: World, item: LineItemParameters, index: number, isTaxed: boolean) {
  const param = `line_items[${index}]`;
  if (Boolean(item.price) === Boolean(item.price_data)) {
    throw invalid(`You must specify either \`price\` or \`price_data\` when creating ${param}.`, {
      param,
    });
  }
  const { quantity = 1 } = item;
  if (quantity < 1) {
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: `${param}[quantity]`,
    });
  }
  const price = item.price
    ? need(world, 'prices', item.price, `${param}[price]`)
    : createPrice(world, item.price_data as Parameters<typeof createPrice>[1]);
  if (!price.active && item.price) {
    throw invalid(`The price specified is inactive. This field only accepts active prices.`, {
      param: `${param}[price]`,
    });
  }
  const subtotal = (price.unit_amount ?? 0) * quantity;
  const isAdded = price.tax_behavior === 'exclusive';
  const rate = isAdded ? TAX_RATE : TAX_RATE / (1 + TAX_RATE);
  const tax = isTaxed ? Math.round(subtotal * rate) : 0;
  const product = world.store.products.get(String(price.product));
  return {
    id: newId('li'),
    object: 'item' as const,
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: subtotal,
    amount_tax: tax,
    amount_total: subtotal + (isAdded ? tax : 0),
    currency: price.currency,
    description: product?.name ?? null,
    metadata: {},
    price: structuredClone(price),
    quantity,
  };
}

const refuseIf = (isWrong: boolean, message: string, param?: string) => {
  if (isWrong) throw invalid(message, param ? { param } : {});
};

function checkModes(parameters: CheckoutSessionParameters): void {
  const { mode, ui_mode = 'hosted_page', customer, customer_email, customer_creation } = parameters;
  const isEmbedded = ui_mode !== 'hosted_page';
  refuseIf(
    !isEmbedded && !parameters.success_url,
    'You must provide `success_url` when `ui_mode` is `hosted_page`.',
    'success_url',
  );
  refuseIf(
    isEmbedded && Boolean(parameters.success_url ?? parameters.cancel_url),
    `You can not set \`success_url\` or \`cancel_url\` when \`ui_mode\` is \`${ui_mode}\`.`,
  );
  const isNever = parameters.redirect_on_completion === 'never';
  refuseIf(
    isEmbedded && !parameters.return_url && !isNever,
    'You must provide `return_url` unless `redirect_on_completion` is `never`.',
    'return_url',
  );
  refuseIf(
    isNever && Boolean(parameters.return_url),
    'You can not set `return_url` when `redirect_on_completion` is `never`.',
    'return_url',
  );
  refuseIf(
    !isEmbedded && Boolean(parameters.return_url ?? parameters.redirect_on_completion),
    'You can only set `return_url` and `redirect_on_completion` when `ui_mode` is `embedded_page` or `elements`.',
  );
  refuseIf(
    Boolean(customer && customer_email),
    'You may only specify one of these parameters: customer, customer_email.',
  );
  refuseIf(
    Boolean(customer_creation) && (mode !== 'payment' || Boolean(customer)),
    '`customer_creation` can only be used in `payment` mode, and not with `customer`.',
    'customer_creation',
  );
  refuseIf(
    mode === 'subscription' && parameters.payment_intent_data !== undefined,
    'You can not pass `payment_intent_data` in `subscription` mode.',
    'payment_intent_data',
  );
  refuseIf(
    mode === 'payment' && parameters.subscription_data !== undefined,
    'You can not pass `subscription_data` in `payment` mode.',
    'subscription_data',
  );
}

function expiryOf(world: World, wanted: number | undefined): number {
  const now = world.now();
  if (wanted === undefined) return now + DAY_S;
  // A second of grace for the way here.
  refuseIf(
    wanted < now + 30 * MINUTE_S - 1,
    'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
    'expires_at',
  );
  refuseIf(
    wanted > now + DAY_S + 1,
    'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
    'expires_at',
  );
  return wanted;
}

function checkItems(items: readonly Stripe.LineItem[], mode: string): void {
  const recurring = items.filter(({ price }) => price?.type === 'recurring');
  refuseIf(
    mode === 'payment' && recurring.length > 0,
    'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
  );
  refuseIf(
    mode === 'subscription' && recurring.length === 0,
    'You must provide at least one recurring price in `subscription` mode when using prices.',
  );
  refuseIf(
    new Set(items.map(({ currency }) => currency)).size > 1,
    'All line items must have the same currency.',
    'line_items',
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Opens a session. @throws {StripeApiError} as Stripe would. */
export function createCheckoutSession(
  world: World,
  parameters: CheckoutSessionParameters,
): Stripe.Checkout.Session {
  checkModes(parameters);
  if (parameters.customer) need(world, 'customers', parameters.customer, 'customer');
  const expiresAt = expiryOf(world, parameters.expires_at);
  const isTaxed = parameters.automatic_tax?.enabled ?? false;
  const { line_items = [] } = parameters;
  refuseIf(line_items.length === 0, 'Missing required param: line_items.', 'line_items');
  const items = line_items.map((item, index) => lineItemOf(world, item, index, isTaxed));
  checkItems(items as Stripe.LineItem[], parameters.mode);
  const total = sum(items.map(({ amount_total }) => amount_total));
  const currency = items[0]?.currency ?? 'eur';
  if (total > 0) checkAmount(total, currency);
  const { ui_mode = 'hosted_page' } = parameters;
  const isHosted = ui_mode === 'hosted_page';
  const id = `cs_test_${randomWord(58)}`;
  world.store.checkoutOrders.put({
    id,
    lineItems: items as Stripe.LineItem[],
    paymentIntentData: {
      ...parameters.payment_intent_data,
      metadata: mergeMetadata(null, parameters.payment_intent_data?.metadata),
    },
    subscriptionData: {
      ...parameters.subscription_data,
      metadata: mergeMetadata(null, parameters.subscription_data?.metadata),
    },
  });
  const session: Stripe.Checkout.Session = {
    ...emptySession,
    id,
    amount_subtotal: sum(items.map(({ amount_subtotal }) => amount_subtotal)),
    amount_total: total,
    automatic_tax: {
      enabled: isTaxed,
      liability: isTaxed ? { type: 'self' } : null,
      provider: isTaxed ? 'stripe' : null,
      status: isTaxed ? 'complete' : null,
    },
    cancel_url: parameters.cancel_url ?? null,
    client_reference_id: parameters.client_reference_id ?? null,
    client_secret: isHosted ? null : `${id}_secret_${randomWord(40)}`,
    created: world.now(),
    currency,
    customer: parameters.customer ?? null,
    customer_creation:
      parameters.customer_creation ??
      (parameters.customer || parameters.mode !== 'payment' ? null : 'if_required'),
    customer_email: parameters.customer_email ?? null,
    expires_at: expiresAt,
    metadata: mergeMetadata(null, parameters.metadata),
    mode: parameters.mode,
    ...(isHosted ? {} : { redirect_on_completion: parameters.redirect_on_completion ?? 'always' }),
    ...(parameters.return_url ? { return_url: parameters.return_url } : {}),
    saved_payment_method_options: parameters.customer
      ? {
          allow_redisplay_filters: ['always'],
          payment_method_remove: 'disabled',
          payment_method_save: parameters.saved_payment_method_options?.payment_method_save ?? null,
        }
      : null,
    success_url: parameters.success_url ?? null,
    total_details: {
      amount_discount: 0,
      amount_shipping: 0,
      amount_tax: sum(items.map(({ amount_tax }) => amount_tax)),
    },
    ui_mode,
    url: isHosted ? `${world.url}/pay/${id}` : null,
  };
  return structuredClone(world.store.checkoutSessions.put(session));
}

/** What a session says that the sandbox does not model. */
const emptySession = {
  object: 'checkout.session',
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  billing_address_collection: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'always',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'sepa_debit'],
  payment_status: 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  submit_type: null,
  subscription: null,
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
