// The words tests of history are written in: calls that were had, and what was said in them.
import type { TestUser } from '../../../tests/support/database.ts';
import { startCall, type TestApi } from './use-api.ts';

/** A call that has ended, of which an agent said and did what it says. */
export async function hadCall(
  api: TestApi,
  options: { user?: TestUser; usedMs?: number; said?: string[] } = {},
): Promise<{ user: TestUser; id: string }> {
  const { usedMs = 12_000, said = [] } = options;
  const { user, id } = await startCall(api, { user: options.user, usedMs });
  const worker = api.db.asWorker({ voiceSessionId: id, epoch: 1 });
  if (said.length > 0) {
    const items = said.map((text, position) => ({
      itemId: `item-${position}`,
      position,
      speaker: position % 2 === 0 ? 'user' : 'agent',
      text,
      wasInterrupted: false,
      spokenAt: new Date(1_795_254_000_000 + position * 1_000).toISOString(),
    }));
    await worker.call('worker_add_transcript_items', { p_items: items });
  }
  await api.db.call('capture_hold', {
    p_voice_session_id: id,
    p_epoch: 1,
    p_used_ms: usedMs,
    p_ended_reason: 'agent_ended',
    p_unbilled_ms: 700,
  });
  return { user, id };
}
