// The table of queued tasks: each name that SQL enqueues, and what does it.
import { z } from 'zod';
import { chargeAutoTopUp } from '../auto-top-up/charge-auto-top-up.ts';
import { sendNotice } from '../notices/send-notice.ts';
import { processGatewayEvent } from '../payments/process-gateway-event.ts';
import { syncPaymentTask } from '../payments/sync-payment-task.ts';
import { rewardReferral } from '../pricing/reward-referral.ts';
import { billOverageTask } from '../subscriptions/bill-overage.ts';
import { syncSubscriptionTask } from '../subscriptions/sync-subscription.ts';
import { defineHandler, type TaskHandler } from './define-handler.ts';

const gateway = z.enum(['stripe', 'cryptomus']);
const paymentPayload = z.object({ paymentId: z.uuid() });

/** Every task of the queue. Names are those of `private.enqueue_task`. */
export const handlers: Readonly<Record<string, TaskHandler>> = {
  process_gateway_event: defineHandler(
    z.object({ gateway, eventId: z.string().min(1) }),
    processGatewayEvent,
  ),
  sync_payment: defineHandler(paymentPayload, syncPaymentTask),
  sync_subscription: defineHandler(
    z.object({ gatewaySubscriptionId: z.string().min(1) }),
    syncSubscriptionTask,
  ),
  bill_overage: defineHandler(z.object({ periodId: z.uuid() }), billOverageTask),
  attend_call: defineHandler(
    z.object({ voiceSessionId: z.uuid() }),
    ({ voiceSessionId }, { agentReplacer }) => agentReplacer.check(voiceSessionId),
  ),
  reward_referral: defineHandler(paymentPayload, rewardReferral),
  charge_auto_top_up: defineHandler(paymentPayload, chargeAutoTopUp),
  send_notice: defineHandler(z.object({ noticeId: z.uuid() }), sendNotice),
};
