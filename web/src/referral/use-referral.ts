// Gives the remembered referral code to the service, once there is somebody to note it on.
import type { MindbotClient, MindbotError } from '@mindbot/sdk';
import { useEffect } from 'react';
import { useServices } from '../services.tsx';
import { forgetReferral, rememberedReferral } from './remembered-referral.ts';

/** Failures after which the same code may be taken the next time the page is opened. */
const PASSING: readonly MindbotError['code'][] = [
  'network_error',
  'timeout',
  'aborted',
  'access_token_failed',
  'unauthenticated',
  'rate_limited',
  'service_unavailable',
  'unexpected_response',
];

/** Accepts the referral a person came by. Quiet whatever comes of it: they did not ask for anything. */
export async function acceptRememberedReferral(
  client: { referral: Pick<MindbotClient['referral'], 'accept'> },
  nowMs: number,
): Promise<void> {
  const code = rememberedReferral(nowMs);
  if (code === null) return;
  const { error } = await client.referral.accept(code);
  if (error === null || !PASSING.includes(error.code)) forgetReferral();
}

/** Used once, by the shell of signed-in pages. */
export function useReferral(): void {
  const { client } = useServices();
  useEffect(() => void acceptRememberedReferral(client, Date.now()), [client]);
}
