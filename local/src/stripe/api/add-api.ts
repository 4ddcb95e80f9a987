// Puts Stripe's API on the server: every call the sandbox knows, and Stripe's answer to all others.
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppOptions } from '../app.ts';
import { catalogueRoutes } from '../routes/catalogue.ts';
import { chargeAndRefundRoutes } from '../routes/charges.ts';
import { checkoutSessionRoutes } from '../routes/checkout-sessions.ts';
import { customerRoutes } from '../routes/customers.ts';
import { allInvoiceRoutes } from '../routes/invoices.ts';
import { paymentIntentRoutes } from '../routes/payment-intents.ts';
import { paymentMethodRoutes } from '../routes/payment-methods.ts';
import { portalRoutes } from '../routes/portal-sessions.ts';
import { subscriptionRoutes } from '../routes/subscriptions.ts';
import { answerRequest } from './answer-request.ts';
import type { ApiRoute, PathIds } from './route.ts';

const routes: readonly ApiRoute[] = [
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...paymentIntentRoutes,
  ...checkoutSessionRoutes,
  ...chargeAndRefundRoutes,
  ...subscriptionRoutes,
  ...allInvoiceRoutes,
  ...portalRoutes,
  ...catalogueRoutes,
];

function keyOf(context: Context): string | null {
  const [scheme = '', value = ''] = (context.req.header('authorization') ?? '').split(' ');
  if (scheme === 'Bearer') return value;
  // curl -u sk_test_…: sends the key as a user's name.
  return scheme === 'Basic' ? (atob(value).split(':')[0] ?? null) : null;
}

/** Adds the calls under /v1. */
export function addApi(app: Hono, { world, requestLog, secretKey }: AppOptions): void {
  const answer = (route: ApiRoute) => async (context: Context) => {
    const { req } = context;
    const query = new URL(req.url).search.slice(1);
    const form = route.method === 'post' ? await req.text() : query;
    const call = {
      method: route.method,
      path: req.path,
      ids: { id: '', ...req.param() } as PathIds,
      form,
      key: keyOf(context),
      version: req.header('stripe-version') ?? null,
      idempotencyKey: req.header('idempotency-key') ?? null,
    };
    const { status, body, headers } = answerRequest(world, route, call, secretKey);
    requestLog.add({
      method: route.method.toUpperCase(),
      path: req.path,
      form,
      version: call.version,
      hasIdempotencyKey: call.idempotencyKey !== null,
      status,
    });
    return context.json(body, status as ContentfulStatusCode, headers);
  };
  for (const route of routes) app.on(route.method.toUpperCase(), route.path, answer(route));
  app.all('/v1/*', (context) =>
    context.json(
      {
        error: {
          message: `Unrecognized request URL (${context.req.method}: ${context.req.path}). The sandbox knows the calls MindBot makes; see docs/stripe-sandbox.md.`,
          type: 'invalid_request_error',
        },
      },
      404,
    ),
  );
}
