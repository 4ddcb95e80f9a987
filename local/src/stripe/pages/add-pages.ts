// Puts the payer's pages on the server: pay, authenticate, receipt.
import type { Context, Hono } from 'hono';
import type Stripe from 'stripe';
import type { AppOptions } from '../app.ts';
import { createPaymentMethod, testCards } from '../cards.ts';
import { expireDueSessions, type PayResult, paySession, resultOf } from '../engine/checkout.ts';
import { confirmPaymentIntent } from '../engine/payment-intents.ts';
import { isOwnPage } from '../own-page.ts';
import { idOf, type World } from '../world.ts';
import { authenticatePage } from './authenticate-page.ts';
import { type Finish, finishedPage, finishScript } from './finished-page.ts';
import { answerPage } from './layout.ts';
import { payableOfIntent, payableOfSession, payForm, payScript } from './pay-page.ts';
import { receiptPage } from './receipt-page.ts';

/** The method a payer chose: a saved one, a test card's number, or the bank account. */
function chosenMethod(world: World, value: string, customer: string | null, email: string | null) {
  if (value === 'bank_account') return createPaymentMethod(world, 'bank_account', email);
  const saved = world.store.paymentMethods.get(value);
  if (saved) return customer !== null && saved.customer === customer ? saved : null;
  const card = testCards.find(({ number }) => number === value);
  return card ? createPaymentMethod(world, card, email) : null;
}

const nextUrlOf = (session: Stripe.Checkout.Session): string | null =>
  (session.success_url ?? session.return_url ?? null)?.replaceAll(
    '{CHECKOUT_SESSION_ID}',
    session.id,
  ) ?? null;

function stateOf(world: World, id: string): Finish | null {
  const session = world.store.checkoutSessions.get(id);
  if (session) {
    const nextUrl = nextUrlOf(session);
    if (session.status === 'open') return null;
    if (session.status !== 'complete') return { id, state: 'closed', nextUrl: null };
    return { id, state: session.payment_status === 'unpaid' ? 'processing' : 'complete', nextUrl };
  }
  const intent = world.store.paymentIntents.get(id);
  if (intent?.status === 'succeeded') return { id, state: 'complete', nextUrl: null };
  if (intent?.status === 'processing') return { id, state: 'processing', nextUrl: null };
  return intent?.status === 'canceled' ? { id, state: 'closed', nextUrl: null } : null;
}

/** The answers about one thing to pay for. */
class PayPages {
  private readonly options: AppOptions;

  constructor(options: AppOptions) {
    this.options = options;
  }

  show(context: Context, id: string, problem: string | null = null) {
    const { world, embedders } = this.options;
    expireDueSessions(world);
    const finish = stateOf(world, id);
    if (finish) {
      const script = finishScript(finish);
      return answerPage(context, { ...finishedPage(finish), script, embedders });
    }
    const session = world.store.checkoutSessions.get(id);
    const intent = world.store.paymentIntents.get(id);
    const payable = session
      ? payableOfSession(world, session)
      : intent && payableOfIntent(world, intent);
    if (!payable) return context.text('There is nothing to pay here.', 404);
    const body = payForm(world, payable, problem);
    return answerPage(context, { title: 'Pay', body, script: payScript, embedders });
  }

  async pay(context: Context, id: string) {
    const { world } = this.options;
    const form = await context.req.formData();
    const field = (name: string) => String(form.get(name) ?? '').slice(0, 200);
    const session = world.store.checkoutSessions.get(id);
    const intent = world.store.paymentIntents.get(id);
    const customer = idOf((session ?? intent)?.customer);
    const email = field('email') || null;
    const method = chosenMethod(world, field('method'), customer, email);
    if (method === null) return this.show(context, id, 'That card is not one of the test cards.');
    const isSaved = field('isSaved') === '1';
    const result = session
      ? paySession(world, session, { method, isSaved, email })
      : this.payIntent(intent, method);
    return this.answer(context, id, result);
  }

  private payIntent(intent: Stripe.PaymentIntent | undefined, method: Stripe.PaymentMethod) {
    const { world } = this.options;
    if (intent === undefined || stateOf(world, intent.id)) return { outcome: 'closed' as const };
    const returnUrl = `${world.url}/pay/${intent.id}`;
    return resultOf(confirmPaymentIntent(world, intent, method, { returnUrl }));
  }

  private answer(context: Context, id: string, result: PayResult) {
    if (result.outcome === 'authenticate') {
      return context.redirect(`/authenticate/${result.paymentIntentId}?from=${id}`, 303);
    }
    if (result.outcome === 'declined') return this.show(context, id, result.message ?? null);
    return context.redirect(`/pay/${id}`, 303);
  }
}

function addAuthenticate(app: Hono, options: AppOptions, pages: PayPages): void {
  const { world, control, embedders } = options;
  const backOf = (context: Context, intent: Stripe.PaymentIntent): string =>
    context.req.query('from') ??
    idOf(
      world.store.checkoutSessions.all().find((each) => each.payment_intent === intent.id) ?? null,
    ) ??
    intent.id;
  app.get('/authenticate/:id', (context) => {
    const intent = world.store.paymentIntents.get(context.req.param('id'));
    if (intent === undefined) return context.text('There is no such payment.', 404);
    if (intent.status !== 'requires_action') return pages.show(context, backOf(context, intent));
    return answerPage(context, { title: 'Your bank', body: authenticatePage(intent), embedders });
  });
  app.post('/authenticate/:id', async (context) => {
    const intent = world.store.paymentIntents.get(context.req.param('id'));
    if (intent === undefined) return context.text('There is no such payment.', 404);
    const back = backOf(context, intent);
    if (intent.status !== 'requires_action') return pages.show(context, back);
    const form = await context.req.formData();
    const returnUrl = intent.next_action?.redirect_to_url?.return_url ?? null;
    const result = control.authenticate(intent.id, form.get('answer') === 'approve');
    // Somebody else's page asked for this: it is told by the address it gave.
    if (returnUrl && !returnUrl.startsWith(`${world.url}/`)) {
      const next = new URL(returnUrl);
      next.searchParams.set('payment_intent', intent.id);
      next.searchParams.set(
        'redirect_status',
        result.outcome === 'complete' ? 'succeeded' : 'failed',
      );
      return context.redirect(next.href, 303);
    }
    if (result.outcome === 'declined') return pages.show(context, back, result.message ?? null);
    return context.redirect(`/pay/${back}`, 303);
  });
}

/** Adds the pages. */
export function addPages(app: Hono, options: AppOptions): void {
  const { world } = options;
  const pages = new PayPages(options);
  for (const path of ['/pay/*', '/authenticate/*']) {
    app.post(path, async (context, next) => {
      if (!isOwnPage(context)) return context.text('Not from another page.', 403);
      await next();
    });
  }
  app.get('/pay/:id', (context) => pages.show(context, context.req.param('id')));
  app.post('/pay/:id', (context) => pages.pay(context, context.req.param('id')));
  addAuthenticate(app, options, pages);
  app.get('/receipts/:id', (context) => {
    const charge = world.store.charges.get(context.req.param('id'));
    if (charge === undefined) return context.text('There is no such receipt.', 404);
    return answerPage(context, { title: 'Receipt', body: receiptPage(charge) });
  });
}
