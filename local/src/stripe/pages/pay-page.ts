// The pay page of a checkout session or a payment intent: what is bought, and cards to choose from.

import { html } from 'hono/html';
import type Stripe from 'stripe';
import { type TestCard, testCards } from '../cards.ts';
import { idOf, type World } from '../world.ts';
import { formatAmount, type Html } from './layout.ts';

/** What is paid for: a checkout session, or a payment intent by itself. */
export type Payable = {
  id: string;
  amountMinor: number;
  currency: string;
  lines: { text: string; amountMinor: number }[];
  taxMinor: number;
  customerId: string | null;
  /** Already known, so nobody is asked. */
  email: string | null;
  /** `ask`: the payer decides; `always`: it was agreed on before; `never`. */
  saving: 'ask' | 'always' | 'never';
  isSubscription: boolean;
  /** Where "Go back" leads, if anywhere. */
  cancelUrl: string | null;
};

const isCommon = ({ behaviour, brand }: TestCard) =>
  brand === 'visa' &&
  ['succeed', 'decline', 'insufficient_funds', 'authenticate'].includes(behaviour);
const commonCards = testCards.filter(isCommon);
const rareCards = testCards.filter((card) => !isCommon(card));

const grouped = (number: string) => number.replaceAll(/(.{4})(?=.)/g, '$1 ');

const wordFor = (text: string | undefined) =>
  text ? text.slice(0, 1).toUpperCase() + text.slice(1) : 'Card';

function choice(value: string, title: string, detail: string, isChecked: boolean): Html {
  return html`<label class="choice"><input type="radio" name="method" value="${value}"
      ${isChecked ? 'checked' : ''} required />
    <span>${title}<small>${detail}</small></span></label>`;
}

/** The newest three, each card once. */
function savedMethods(world: World, customerId: string | null): Stripe.PaymentMethod[] {
  if (customerId === null) return [];
  const saved = world.store.paymentMethods
    .all()
    .filter((method) => method.customer === customerId && method.type === 'card');
  const byCard = new Map(saved.map((method) => [method.card?.fingerprint, method]));
  return [...byCard.values()].slice(-3);
}

function summary({ lines, taxMinor, amountMinor, currency }: Payable): Html {
  return html`<section class="card" aria-label="Your order"><dl class="order">
    ${lines.map(
      (line) => html`<dt>${line.text}</dt><dd>${formatAmount(line.amountMinor, currency)}</dd>`,
    )}
    ${taxMinor > 0 ? html`<dt class="muted">Tax</dt><dd class="muted">${formatAmount(taxMinor, currency)}</dd>` : ''}
    <dt class="total">To pay</dt><dd class="total">${formatAmount(amountMinor, currency)}</dd>
  </dl></section>`;
}

const cardChoice = ({ number, label, brand }: TestCard, isChecked: boolean) =>
  choice(number, label, `${wordFor(brand)} ${grouped(number)}`, isChecked);

function cardChoices(world: World, payable: Payable): Html {
  const saved = savedMethods(world, payable.customerId);
  return html`<fieldset><legend>Pay with</legend>
    ${saved.map((method, index) =>
      choice(
        method.id,
        `Saved card ending ${method.card?.last4}`,
        `${wordFor(method.card?.brand)}, saved before`,
        index === 0,
      ),
    )}
    ${commonCards.map((card, index) => cardChoice(card, saved.length === 0 && index === 0))}
    ${payable.isSubscription ? '' : choice('bank_account', 'Pays later', 'Bank debit: open until the dashboard settles it', false)}
    <details><summary>More test cards</summary>
      ${rareCards.map((card) => cardChoice(card, false))}</details>
  </fieldset>`;
}

function savingChoice({ saving }: Payable): Html | string {
  if (saving === 'ask') {
    return html`<label class="choice"><input type="checkbox" name="isSaved" value="1" />
      <span>Save this card for next time</span></label>`;
  }
  return saving === 'always'
    ? html`<p class="muted">Your card is saved for later payments, as you agreed.</p>`
    : '';
}

/** The form; `problem` says why the last try failed. */
export function payForm(world: World, payable: Payable, problem: string | null): Html {
  const verb = payable.isSubscription ? 'Subscribe for' : 'Pay';
  return html`<h1>Pay with a test card</h1>
    <div id="problem" role="alert">${
      problem === null
        ? ''
        : html`<p class="notice bad" tabindex="-1"><strong>${problem}</strong> Nothing was charged. Choose another card and try again.</p>`
    }</div>
    ${summary(payable)}
    <form method="post" id="pay">
      ${payable.email === null ? html`<label class="field">Email for the receipt<input type="email" name="email" autocomplete="email" /></label>` : ''}
      ${cardChoices(world, payable)}
      ${savingChoice(payable)}
      <div class="actions">
        <button class="primary" type="submit">${verb} ${formatAmount(payable.amountMinor, payable.currency)}</button>
        ${payable.cancelUrl ? html`<a class="button" href="${payable.cancelUrl}">Go back</a>` : ''}
      </div>
    </form>`;
}

/** Only one click counts; what went wrong is read out first. */
export const payScript = `
document.getElementById('pay')?.addEventListener('submit', (event) => {
  const button = event.target.querySelector('button.primary');
  setTimeout(() => { button.disabled = true; button.textContent = 'Paying…'; });
});
document.querySelector('#problem .notice')?.focus();
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
`;

/** A checkout session as something to pay. */
export function payableOfSession(world: World, session: Stripe.Checkout.Session): Payable {
  const order = world.store.checkoutOrders.get(session.id);
  const customerId = idOf(session.customer);
  const customer = world.store.customers.get(customerId ?? '');
  const usage = order?.paymentIntentData.setup_future_usage;
  const canAsk = session.saved_payment_method_options?.payment_method_save === 'enabled';
  const isSubscription = session.mode === 'subscription';
  return {
    id: session.id,
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? 'eur',
    lines: (order?.lineItems ?? []).map(({ description, quantity, amount_subtotal }) => ({
      text: `${description ?? 'Item'}${quantity && quantity > 1 ? ` × ${quantity}` : ''}`,
      amountMinor: amount_subtotal,
    })),
    taxMinor: session.total_details?.amount_tax ?? 0,
    customerId,
    email: session.customer_email ?? customer?.email ?? null,
    saving: usage || isSubscription ? 'always' : canAsk ? 'ask' : 'never',
    isSubscription,
    cancelUrl: session.cancel_url,
  };
}

/** A payment intent as something to pay. */
export function payableOfIntent(world: World, intent: Stripe.PaymentIntent): Payable {
  const customerId = idOf(intent.customer);
  const customer = world.store.customers.get(customerId ?? '');
  return {
    id: intent.id,
    amountMinor: intent.amount,
    currency: intent.currency,
    lines: [{ text: intent.description ?? 'Payment', amountMinor: intent.amount }],
    taxMinor: 0,
    customerId,
    email: intent.receipt_email ?? customer?.email ?? null,
    saving: intent.setup_future_usage ? 'always' : 'never',
    isSubscription: false,
    cancelUrl: null,
  };
}
