// Reads what the agent sends in the room; anything malformed is ignored, for a room is not trusted.
import type { EndedReason } from '../types.ts';
import { isEndedReason } from './ended-reason.ts';
import type { PausedReason } from './types.ts';

/** Topic of the time packets, and the agent's attribute that holds the last one. */
export const TIME_TOPIC = 'mindbot.time';
/** Topic of all other packets. */
export const EVENT_TOPIC = 'mindbot.event';
/** RPC method that stops the agent's speech. */
export const INTERRUPT_METHOD = 'mindbot.interrupt';
/** LiveKit RPC method that tells the agent that the account's time may have changed. */
export const RECHECK_TIME_METHOD = 'mindbot.recheck_time';
/** Text stream topic of typed messages, as LiveKit's agents read it. */
export const CHAT_TOPIC = 'lk.chat';
/** Text stream topic of transcripts, as LiveKit's agents write it. */
export const TRANSCRIPTION_TOPIC = 'lk.transcription';
/** Participant attribute with the agent's state, as LiveKit's agents write it. */
export const AGENT_STATE_ATTRIBUTE = 'lk.agent.state';

/** The live time as the agent reports it. */
export interface TimePacket {
  type: 'time';
  remainingMs: number;
  usedMs: number;
  isCounting: boolean;
  pausedReason: PausedReason | null;
  /** Grows with every packet of one agent; an older one is ignored. */
  sequence: number;
}

/** Every other message of the agent. */
export type EventPacket =
  | { type: 'low_time'; thresholdMs: number; remainingMs: number }
  | { type: 'time_added'; addedMs: number; remainingMs: number }
  | { type: 'goodbye'; remainingMs: number }
  | { type: 'lead_saved'; leadId: string; name: string }
  | { type: 'ticket_created'; ticketId: string; number: number; subject: string }
  | { type: 'ended'; reason: EndedReason; chargedMs: number; balanceMs: number };

type Field = 'count' | 'text' | 'boolean';
const SHAPES: Record<string, Record<string, Field>> = {
  time: { remainingMs: 'count', usedMs: 'count', isCounting: 'boolean', sequence: 'count' },
  low_time: { thresholdMs: 'count', remainingMs: 'count' },
  time_added: { addedMs: 'count', remainingMs: 'count' },
  goodbye: { remainingMs: 'count' },
  lead_saved: { leadId: 'text', name: 'text' },
  ticket_created: { ticketId: 'text', number: 'count', subject: 'text' },
  ended: { reason: 'text', chargedMs: 'count', balanceMs: 'count' },
};
const PAUSED_REASONS: readonly unknown[] = ['not_started', 'user_lost', 'provider_down'];

const matches = (value: unknown, field: Field): boolean => {
  if (field === 'count') return Number.isSafeInteger(value) && (value as number) >= 0;
  return typeof value === (field === 'text' ? 'string' : 'boolean');
};

/** A packet of the agent; null when it is not one this version knows. */
export function readPacket(json: string): TimePacket | EventPacket | null {
  const packet = parseObject(json);
  if (typeof packet?.type !== 'string') return null;
  const shape = Object.hasOwn(SHAPES, packet.type) ? SHAPES[packet.type] : undefined;
  if (!shape) return null;
  const fits = Object.entries(shape).every(([name, field]) => matches(packet[name], field));
  if (!fits || (packet.type === 'ended' && !isEndedReason(packet.reason))) return null;
  if (packet.type !== 'time') return packet as unknown as EventPacket;
  const pausedReason = PAUSED_REASONS.includes(packet.pausedReason) ? packet.pausedReason : null;
  return { ...packet, pausedReason } as unknown as TimePacket;
}

/** A time packet; null when it is something else. */
export function readTimePacket(json: string | undefined): TimePacket | null {
  const packet = json ? readPacket(json) : null;
  return packet?.type === 'time' ? packet : null;
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
