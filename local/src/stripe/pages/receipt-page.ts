// The receipt of a charge.

import { html } from 'hono/html';
import type Stripe from 'stripe';
import { formatAmount, formatMoment, type Html } from './layout.ts';

/** What was paid, by which card, and what was given back. */
export function receiptPage(charge: Stripe.Charge): Html {
  const { currency, amount, amount_refunded, payment_method_details: details } = charge;
  const method = details?.card ?? details?.sepa_debit;
  return html`<h1>Receipt (TEST)</h1>
    <p class="notice note">This receipt is a test. No money was paid, and it is worth nothing.</p>
    <section class="card"><dl class="order">
      <dt>${charge.description ?? 'MindBot'}</dt><dd>${formatAmount(amount, currency)}</dd>
      ${amount_refunded > 0 ? html`<dt>Refunded</dt><dd>−${formatAmount(amount_refunded, currency)}</dd>` : ''}
      <dt class="total">Paid</dt><dd class="total">${formatAmount(amount - amount_refunded, currency)}</dd>
    </dl></section>
    <p class="muted">${formatMoment(charge.created)} · ending ${method?.last4 ?? 'unknown'}<br />
      <code>${charge.id}</code></p>`;
}
