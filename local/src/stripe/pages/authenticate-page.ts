// The payer's bank, played by the sandbox: approve or refuse.

import { html } from 'hono/html';
import type Stripe from 'stripe';
import { formatAmount, type Html } from './layout.ts';

/** The question the bank asks. */
export function authenticatePage(intent: Stripe.PaymentIntent): Html {
  return html`<h1>Your bank asks</h1>
    <p class="muted">A simulated bank: a real one would send you a code or open its app.</p>
    <section class="card"><p>Do you approve a payment of
      <strong>${formatAmount(intent.amount, intent.currency)}</strong> to MindBot?</p>
      <form method="post" class="actions">
        <button class="primary" name="answer" value="approve">Approve</button>
        <button class="danger" name="answer" value="refuse">Refuse</button>
      </form></section>`;
}
