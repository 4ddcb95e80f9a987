// The dashboard: every payment with what can be done about it, and what disturbs deliveries.

import { html } from 'hono/html';
import type Stripe from 'stripe';
import { idOf, type World } from '../world.ts';
import type { DashboardState } from './dashboard-lists.ts';
import { cardList, deliveryPanel, eventList, subscriptionList } from './dashboard-lists.ts';
import { formatAmount, formatMoment, type Html } from './layout.ts';
import { orderButton } from './order-button.ts';

const SHOWN_MAX = 50;

function stateOf(
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge | undefined,
): [string, string] {
  if (charge?.refunded) return ['Refunded', 'note'];
  if (charge && charge.amount_refunded > 0) return ['Partly refunded', 'note'];
  const words: Record<string, [string, string]> = {
    succeeded: ['Paid', 'good'],
    processing: ['Waiting for the bank', 'note'],
    requires_action: ['Waiting for the payer', 'note'],
    canceled: ['Canceled', ''],
  };
  if (intent.last_payment_error) return ['Declined', 'bad'];
  return words[intent.status] ?? ['Not paid yet', ''];
}

function refundForm(charge: Stripe.Charge): Html {
  const rest = charge.amount - charge.amount_refunded;
  return html`<form method="post" action="/dashboard/refund" class="row">
    <input type="hidden" name="id" value="${charge.id}" />
    <label><span class="visually-hidden">Amount to refund; empty for all</span>
      <input name="amount" inputmode="decimal" pattern="[0-9]+([.,][0-9]{1,2})?" placeholder="all ${rest / 100}" /></label>
    <button>Refund</button></form>`;
}

function refundsOf(world: World, charge: Stripe.Charge): Html[] {
  return world.store.refunds
    .all()
    .filter((refund) => refund.charge === charge.id)
    .map(
      (refund) => html`<div class="row"><span class="muted">Refund of
        ${formatAmount(refund.amount, refund.currency)}: ${refund.status}</span>
        ${refund.status === 'failed' ? '' : orderButton('fail-refund', refund.id, 'Let it fail')}</div>`,
    );
}

function actionsOf(world: World, intent: Stripe.PaymentIntent, charge?: Stripe.Charge): Html {
  const dispute = world.store.disputes.all().find((each) => each.charge === charge?.id);
  if (intent.status === 'processing') {
    return html`<div class="row">${orderButton('settle-paid', intent.id, 'Settle: paid')}
      ${orderButton('settle-failed', intent.id, 'Settle: failed', true)}</div>`;
  }
  if (intent.status === 'requires_action') {
    return html`<a class="button" href="/authenticate/${intent.id}">Answer for the payer</a>`;
  }
  if (dispute && dispute.status !== 'won' && dispute.status !== 'lost') {
    return html`<div class="row">${orderButton('win', dispute.id, 'Win the dispute')}
      ${orderButton('lose', dispute.id, 'Lose it', true)}</div>`;
  }
  if (intent.status !== 'succeeded' || charge === undefined) return html``;
  return html`${charge.refunded || charge.disputed ? '' : refundForm(charge)}
    ${charge.disputed ? '' : orderButton('dispute', charge.id, 'Dispute', true)}`;
}

function paymentRow(world: World, intent: Stripe.PaymentIntent): Html {
  const charge = world.store.charges.get(idOf(intent.latest_charge) ?? '');
  const customer = world.store.customers.get(idOf(intent.customer) ?? '');
  const dispute = world.store.disputes.all().find((each) => each.charge === charge?.id);
  const [word, kind] = stateOf(intent, charge);
  const card = charge?.payment_method_details?.card ?? charge?.payment_method_details?.sepa_debit;
  return html`<li><div>
    <div class="headline"><span class="amount">${formatAmount(intent.amount, intent.currency)}</span>
      <span class="state ${kind}">${word}</span>
      ${dispute ? html`<span class="state bad">Dispute: ${dispute.status.replaceAll('_', ' ')}</span>` : ''}</div>
    <div>${intent.description ?? charge?.description ?? 'Payment'}</div>
    <div class="muted">${customer?.email ?? 'no customer'}${card ? ` · card ending ${card.last4}` : ''}
      · ${formatMoment(intent.created)}${charge?.receipt_url ? html` · <a href="/receipts/${charge.id}">Receipt</a>` : ''}</div>
    ${intent.last_payment_error ? html`<div class="muted">${intent.last_payment_error.message}</div>` : ''}
    <div class="muted"><code>${intent.id}</code></div>
    ${charge ? refundsOf(world, charge) : ''}</div>
    <div class="row">${actionsOf(world, intent, charge)}</div></li>`;
}

function openCheckouts(world: World): Html | string {
  const open = world.store.checkoutSessions
    .all()
    .filter(({ status }) => status === 'open')
    .slice(-10)
    .reverse();
  if (open.length === 0) return '';
  return html`<h2>Open checkouts</h2><ul class="list">${open.map(
    (
      session,
    ) => html`<li><div><span class="amount">${formatAmount(session.amount_total ?? 0, session.currency ?? 'eur')}</span>
      <span class="muted">until ${formatMoment(session.expires_at)}</span></div>
      <div class="row"><a class="button" href="/pay/${session.id}">Pay</a>
        ${orderButton('expire', session.id, 'Let it expire')}</div></li>`,
  )}</ul>`;
}

/** The whole page. */
export function dashboardPage(world: World, state: DashboardState): Html {
  const intents = world.store.paymentIntents.all().slice(-SHOWN_MAX).reverse();
  return html`<h1>Stripe sandbox</h1>
    <p class="muted">Stands in for Stripe on this machine. Cards are tests, and so is all money.</p>
    ${state.problem ? html`<p class="notice bad" role="alert">${state.problem}</p>` : ''}
    ${state.said ? html`<p class="notice good" role="status">${state.said}</p>` : ''}
    <div class="columns"><div>
      ${openCheckouts(world)}
      <h2>Payments</h2>
      ${
        intents.length === 0
          ? html`<p class="card">No payment yet. Buy a time card in the web client.</p>`
          : html`<ul class="list">${intents.map((intent) => paymentRow(world, intent))}</ul>`
      }
      ${subscriptionList(world)}
    </div><div>
      ${deliveryPanel(world, state.deliveries)}
      ${cardList(world)}
      ${eventList(world)}
    </div></div>`;
}
