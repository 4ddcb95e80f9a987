// Operation getConfig: what a client must know before anyone signs in.
import { z } from '@hono/zod-openapi';
import { definePublicRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { publishableKeyOf, sandboxUrlOf } from '../payments/show-checkout.ts';
import { readTrialMs } from '../reads/read-trial.ts';
import { durationMs } from '../schemas/values.ts';

const configSchema = z
  .object({
    supabaseUrl: z.string().openapi({ example: 'http://127.0.0.1:54321' }),
    supabasePublishableKey: z.string().openapi({ description: 'Meant to be public.' }),
    trialMs: durationMs('Free time of a new account.', 600_000),
    sandbox: z
      .object({ speech: z.boolean(), email: z.boolean(), payments: z.boolean() })
      .openapi({ description: 'Which parts are stand-ins on this machine: say so loudly.' }),
    payments: z
      .object({
        gateways: z.array(z.string()).openapi({ example: ['stripe'] }),
        isSandbox: z.boolean().openapi({ description: 'No real money is moved.' }),
        publishableKey: z
          .string()
          .nullable()
          .openapi({ description: 'For Stripe.js; null when the sandbox stands in.' }),
        sandboxUrl: z
          .string()
          .nullable()
          .openapi({ description: 'Where the stand-in for Stripe shows its dashboard.' }),
      })
      .openapi({ description: 'How time can be paid here.' }),
    emailInboxUrl: z
      .string()
      .nullable()
      .openapi({ description: 'Where the stand-in for email shows its letters.', example: null }),
    speechUnderstandsVoice: z
      .boolean()
      .nullable()
      .openapi({ description: 'False when the speech sandbox reads typed text alone.' }),
  })
  .openapi('Config');

/** `GET /api/v1/config` */
export const getConfig = definePublicRoute(
  {
    method: 'get',
    path: '/api/v1/config',
    operationId: 'getConfig',
    tags: ['Service'],
    summary: 'Get what a client must know before sign-in',
    responses: { 200: json(configSchema, 'The public configuration.') },
  },
  ({ environment, database, gateways }) =>
    async (c) => {
      const trialMs = await readTrialMs(database, DEFAULT_ORGANIZATION_ID);
      c.header('cache-control', 'public, max-age=60');
      return c.json(
        {
          supabaseUrl: environment.SUPABASE_URL,
          supabasePublishableKey: environment.SUPABASE_PUBLISHABLE_KEY,
          trialMs,
          sandbox: {
            speech: environment.SANDBOX_SPEECH,
            email: environment.SANDBOX_EMAIL,
            payments: environment.SANDBOX_STRIPE,
          },
          payments: {
            gateways: gateways.all.map(({ name }) => name),
            isSandbox: environment.SANDBOX_STRIPE,
            publishableKey: publishableKeyOf(environment),
            sandboxUrl: sandboxUrlOf(environment),
          },
          emailInboxUrl: environment.SANDBOX_EMAIL ? (environment.SANDBOX_EMAIL_URL ?? null) : null,
          speechUnderstandsVoice: environment.SANDBOX_SPEECH
            ? (environment.SANDBOX_SPEECH_UNDERSTANDS_VOICE ?? null)
            : null,
        },
        200,
      );
    },
);
