// The dashboard's side: deliveries, the billing clock, subscriptions, saved cards and events.
import { html } from 'hono/html';
import { behaviourOf } from '../cards.ts';
import { periodEndOf } from '../engine/subscriptions.ts';
import { idOf, type World } from '../world.ts';
import { formatMoment, type Html } from './layout.ts';
import { orderButton } from './order-button.ts';

/** What the dashboard shows beside the store. */
export type DashboardState = {
  deliveries: {
    duplicates: number;
    reorder: boolean;
    delayMs: number;
    isDown: boolean;
    waiting: number;
  };
  /** What the last order came to. */
  said: string | null;
  problem: string | null;
};

const EVENTS_SHOWN = 25;
const CARDS_SHOWN = 10;

/** How events are delivered, with a form to change it, and the billing clock. */
export function deliveryPanel(world: World, state: DashboardState['deliveries']): Html {
  const advance = (ms: number, text: string) => orderButton('advance', String(ms), text);
  return html`<section class="card"><h2>Time</h2>
      <p>Subscriptions live at <strong>${formatMoment(world.billingNow())}</strong>.</p>
      <div class="row">${advance(3_600_000, 'An hour on')} ${advance(86_400_000, 'A day on')}
        ${advance(31 * 86_400_000, 'A month on')}</div></section>
    <section class="card"><h2>Events</h2>
      <p>${state.waiting} waiting to be delivered${state.isDown ? '; the endpoint counts as down' : ''}.</p>
      <form method="post" action="/dashboard/deliveries" class="actions">
        <label class="field">Extra copies of each<input name="duplicates" type="number" min="0" max="20" value="${state.duplicates}" /></label>
        <label class="field">Delay in ms<input name="delayMs" type="number" min="0" max="3600000" value="${state.delayMs}" /></label>
        <label class="choice"><input type="checkbox" name="reorder" value="1" ${state.reorder ? 'checked' : ''} /><span>In disorder</span></label>
        <label class="choice"><input type="checkbox" name="isDown" value="1" ${state.isDown ? 'checked' : ''} /><span>Endpoint is down</span></label>
        <button>Deliver like this</button></form></section>`;
}

const behaviours = [
  ['succeed', 'succeeds'],
  ['decline', 'is declined'],
  ['insufficient_funds', 'has too little money'],
  ['authenticate_always', 'asks the bank'],
] as const;

/** Saved cards, and what each does when it is charged next. */
export function cardList(world: World): Html | string {
  const cards = world.store.paymentMethods
    .all()
    .filter(({ customer, type }) => customer !== null && type === 'card')
    .slice(-CARDS_SHOWN)
    .reverse();
  if (cards.length === 0) return '';
  return html`<section class="card"><h2>Saved cards</h2>${cards.map((method) => {
    const now = behaviourOf(world, method);
    const customer = world.store.customers.get(idOf(method.customer) ?? '');
    return html`<form method="post" action="/dashboard/set-card" class="row">
      <input type="hidden" name="id" value="${method.id}" />
      <label>${method.card?.last4} <span class="muted">${customer?.email ?? ''}</span><br />
        <select name="behaviour">${behaviours.map(
          ([value, text]) =>
            html`<option value="${value}" ${value === now ? 'selected' : ''}>${text}</option>`,
        )}</select></label><button>Set</button></form>`;
  })}</section>`;
}

/** The newest events, each to be sent again. */
export function eventList(world: World): Html {
  const events = world.store.events.all().slice(-EVENTS_SHOWN).reverse();
  return html`<section class="card"><h2>Newest events</h2>
    ${events.length === 0 ? html`<p class="muted">None yet.</p>` : ''}
    ${events.map(
      (event) => html`<div class="event"><span><code>${event.type}</code>
        <span class="muted">${event.pending_webhooks > 0 ? 'waiting' : 'taken'}</span></span>
        ${orderButton('redeliver', event.id, 'Send again')}</div>`,
    )}</section>`;
}

/** Subscriptions and when they renew. */
export function subscriptionList(world: World): Html | string {
  const subscriptions = world.store.subscriptions.all().slice(-20).reverse();
  if (subscriptions.length === 0) return '';
  return html`<h2>Subscriptions</h2><ul class="list">${subscriptions.map((subscription) => {
    const { id, status, cancel_at_period_end: isEnding, items } = subscription;
    const product = world.store.products.get(String(items.data[0]?.price.product));
    const customer = world.store.customers.get(idOf(subscription.customer) ?? '');
    const isLive = status === 'active' || status === 'past_due';
    return html`<li><div><div class="headline"><strong>${product?.name ?? 'Subscription'}</strong>
        <span class="state ${isLive ? 'good' : ''}">${status.replaceAll('_', ' ')}</span></div>
      <div class="muted">${customer?.email ?? ''} · ${isEnding ? 'ends' : 'renews'} ${formatMoment(periodEndOf(subscription))}</div>
      <div class="muted"><code>${id}</code></div></div>
      <div class="row">${isLive ? orderButton('cancel-subscription', id, 'End now', true) : ''}</div></li>`;
  })}</ul>`;
}
