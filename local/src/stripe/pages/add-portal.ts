// The customer portal: change the card, end the subscription. And the page of an invoice.
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { AppOptions } from '../app.ts';
import { createPaymentMethod, testCards } from '../cards.ts';
import { attachMethod } from '../engine/payment-methods.ts';
import { periodEndOf, setCancelAtPeriodEnd } from '../engine/subscriptions.ts';
import { isOwnPage } from '../own-page.ts';
import { idOf, type World } from '../world.ts';
import { answerPage, formatAmount, formatMoment, type Html } from './layout.ts';

const offered = testCards.filter(({ behaviour }) =>
  ['succeed', 'fail_when_charged', 'authenticate_always'].includes(behaviour),
);

const liveOf = (world: World, customer: string) =>
  world.store.subscriptions
    .all()
    .filter((each) => each.customer === customer)
    .filter(({ status }) => status === 'active' || status === 'past_due');

function subscriptionCard(world: World, subscription: Stripe.Subscription): Html {
  const [item] = subscription.items.data;
  const product = world.store.products.get(String(item?.price.product));
  const isEnding = subscription.cancel_at_period_end;
  const amount = (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1);
  return html`<section class="card"><p><strong>${product?.name ?? 'Subscription'}</strong><br />
    ${formatAmount(amount, subscription.currency)} each ${item?.price.recurring?.interval ?? 'month'},
    ${isEnding ? 'ends' : 'renews'} ${formatMoment(periodEndOf(subscription))}</p>
    <form method="post"><input type="hidden" name="subscription" value="${subscription.id}" />
      <button name="do" value="${isEnding ? 'keep' : 'cancel'}" class="${isEnding ? '' : 'danger'}">
        ${isEnding ? 'Keep the subscription' : 'Cancel at the end of the period'}</button></form></section>`;
}

function portalPage(
  world: World,
  session: Stripe.BillingPortal.Session,
  said: string | null,
): Html {
  const customer = world.store.customers.get(session.customer);
  const subscriptions = liveOf(world, session.customer);
  const current = world.store.paymentMethods.get(
    idOf(subscriptions[0]?.default_payment_method) ??
      idOf(customer?.invoice_settings.default_payment_method) ??
      '',
  );
  return html`<h1>Your subscription</h1><p class="muted">${customer?.email ?? ''}</p>
    ${said ? html`<p class="notice good" role="status">${said}</p>` : ''}
    ${subscriptions.length === 0 ? html`<p class="card">No subscription runs.</p>` : ''}
    ${subscriptions.map((each) => subscriptionCard(world, each))}
    <h2>Card</h2><p class="muted">${current?.card ? `Ending ${current.card.last4}` : 'None saved'}</p>
    <form method="post"><fieldset><legend>Use another test card</legend>${offered.map(
      ({ number, label }, index) => html`<label class="choice">
        <input type="radio" name="card" value="${number}" ${index === 0 ? 'checked' : ''} />
        <span>${label}<small>ending ${number.slice(-4)}</small></span></label>`,
    )}</fieldset><button class="primary" name="do" value="card">Use this card</button></form>
    ${session.return_url ? html`<p><a href="${session.return_url}">Back to MindBot</a></p>` : ''}`;
}

function setCard(world: World, customerId: string, number: string): string {
  const card = testCards.find((each) => each.number === number);
  const customer = world.store.customers.get(customerId);
  if (card === undefined || customer === undefined)
    return 'That card is not one of the test cards.';
  const method = attachMethod(world, createPaymentMethod(world, card, customer.email), customerId);
  customer.invoice_settings.default_payment_method = method.id;
  world.store.customers.put(customer);
  world.emit('customer.updated', customer);
  for (const subscription of liveOf(world, customerId)) {
    const previous = { default_payment_method: subscription.default_payment_method };
    world.store.subscriptions.change(subscription, { default_payment_method: method.id });
    world.emit('customer.subscription.updated', subscription, previous);
  }
  return 'The new card is used from now on.';
}

async function change(context: Context, world: World, session: Stripe.BillingPortal.Session) {
  const form = await context.req.formData();
  const field = (name: string) => String(form.get(name) ?? '').slice(0, 200);
  if (field('do') === 'card') return setCard(world, session.customer, field('card'));
  const subscription = liveOf(world, session.customer).find(
    ({ id }) => id === field('subscription'),
  );
  if (subscription === undefined) return 'There is no such subscription.';
  const isCanceled = field('do') === 'cancel';
  setCancelAtPeriodEnd(world, subscription, isCanceled);
  return isCanceled ? 'It ends with its period.' : 'It goes on.';
}

function invoicePage(invoice: Stripe.Invoice): Html {
  const { currency } = invoice;
  return html`<h1>Invoice ${invoice.number ?? '(draft)'} (TEST)</h1>
    <section class="card"><dl class="order">${invoice.lines.data.map(
      (line) => html`<dt>${line.description}</dt><dd>${formatAmount(line.amount, currency)}</dd>`,
    )}<dt class="total">${invoice.status === 'paid' ? 'Paid' : 'To pay'}</dt>
    <dd class="total">${formatAmount(invoice.amount_due, currency)}</dd></dl></section>
    <p class="muted">${invoice.status} · ${formatMoment(invoice.created)}</p>`;
}

/** Adds `/portal/<session>` and `/invoices/<invoice>`. */
export function addPortal(app: Hono, { world }: AppOptions): void {
  app.on(['GET', 'POST'], '/portal/:id', async (context) => {
    const session = world.store.portalSessions.get(context.req.param('id'));
    if (session === undefined) return context.text('There is no such portal session.', 404);
    const isChange = context.req.method === 'POST';
    if (isChange && !isOwnPage(context)) return context.text('Not from another page.', 403);
    const said = isChange ? await change(context, world, session) : null;
    return answerPage(context, { title: 'Portal', body: portalPage(world, session, said) });
  });
  app.get('/invoices/:id', (context) => {
    const invoice = world.store.invoices.get(context.req.param('id'));
    if (invoice === undefined) return context.text('There is no such invoice.', 404);
    return answerPage(context, { title: 'Invoice', body: invoicePage(invoice) });
  });
}
