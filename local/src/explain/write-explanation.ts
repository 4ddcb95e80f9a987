// Writes a call's story, its troubles and the reckoning of its price, as an operator reads them.
import type { CallRecord, TroubledCall } from './read-story.ts';
import { type Reckoning, reckonCharge, TOLERANCE_MS } from './reckon-charge.ts';
import { inSeconds, inWords, isTrouble, reasonWords } from './story-words.ts';

const moment = (at: Date) => at.toISOString().replace('T', ' ').replace('Z', ' UTC');

/** One call from its beginning to its price. */
export function explainCall(call: CallRecord, now: Date): string {
  const startMs = call.createdAt.getTime();
  const lasted = (call.endedAt ?? now).getTime() - startMs;
  const end =
    call.status === 'ended'
      ? `ended after ${inSeconds(lasted)}: ${call.endedReason}`
      : `${call.status} for ${inSeconds(lasted)} now`;
  const story = call.lines.map((line) => {
    const offset = `+${inSeconds(line.at.getTime() - startMs)}`.padStart(14);
    return `${isTrouble(line) ? '!' : ' '}${offset}  ${line.source.padEnd(6)} ${inWords(line)}`;
  });
  const troubles = call.lines.filter(isTrouble).map((line) => `  - ${inWords(line)}`);
  return [
    `Call ${call.id}`,
    `  ${moment(call.createdAt)}, assistant ${call.assistant}, ${end}`,
    `  request ${call.requestId ?? 'not known'}, account ${call.accountId}, agents sent: ${call.epoch}`,
    '',
    'What happened',
    ...(story.length > 0 ? story : ['  Nothing is on record: the call is older than ninety days.']),
    '',
    troubles.length > 0 ? 'What failed' : 'Nothing failed.',
    ...troubles,
    '',
    'What it cost',
    ...explainCharge(call, reckonCharge(call, now)).map((line) => `  ${line}`),
  ].join('\n');
}

function explainCharge(call: CallRecord, reckoning: Reckoning): string[] {
  const isOver = call.status === 'ended';
  const chargedMs = isOver ? call.chargedMs : (call.hold?.usedMs ?? 0);
  const verb = isOver ? 'Charged' : 'Reported so far';
  if (reckoning.presentMs === null) {
    return [
      `${verb} ${inSeconds(chargedMs)}: caller and a working agent were never together.`,
      ...ledgerLines(call),
    ];
  }
  const sums = [
    `Together in the call ${inSeconds(reckoning.presentMs)}`,
    ...reckoning.pauses.map(
      ({ reason, durationMs }) => `less ${inSeconds(durationMs)}: ${reasonWords[reason] ?? reason}`,
    ),
    `makes ${inSeconds(reckoning.countedMs)}; ${verb.toLowerCase()} ${inSeconds(chargedMs)}.`,
  ];
  return [...sums, judge(call, reckoning), ...ledgerLines(call)];
}

function judge(call: CallRecord, { differenceMs }: Reckoning): string {
  if (Math.abs(differenceMs) <= TOLERANCE_MS) {
    return `They agree (${inSeconds(differenceMs)} apart).`;
  }
  if (call.status !== 'ended') return 'The last seconds have not been reported yet.';
  if (differenceMs > 0) {
    return `LOOK INTO THIS: ${inSeconds(differenceMs)} more was charged than the story accounts for.`;
  }
  const heldMs = call.hold?.heldMs ?? 0;
  if (call.chargedMs >= heldMs) {
    return `The other ${inSeconds(-differenceMs)} lay past what was held, and cost nothing.`;
  }
  return `The other ${inSeconds(-differenceMs)} followed the last report of an agent that was lost, and cost nothing.`;
}

function ledgerLines(call: CallRecord): string[] {
  const totalMs = call.entries.reduce((sum, { amountMs }) => sum + amountMs, 0);
  const lines = call.entries.map(
    ({ amountMs, reason, source, balanceAfterMs }) =>
      `Ledger: ${reason} of ${inSeconds(-amountMs)} from ${source} time; ${inSeconds(balanceAfterMs)} left.`,
  );
  if (call.status === 'ended' && -totalMs !== call.chargedMs) {
    lines.push(
      `LOOK INTO THIS: the ledger took ${inSeconds(-totalMs)}, the call says ${inSeconds(call.chargedMs)}.`,
    );
  }
  return lines;
}

/** The calls in trouble, one line each, newest first. */
export function listTroubled(calls: readonly TroubledCall[]): string {
  if (calls.length === 0) return 'No call of the last seven days is in trouble.';
  return calls
    .map((call) =>
      [
        `${moment(call.createdAt)}  ${call.id}`,
        `    ${call.stages.join(', ')}: ${call.lastError ?? 'no reason given'}`,
        `    ${call.status === 'ended' ? `ended ${call.endedReason}` : call.status}, charged ${inSeconds(call.chargedMs)}, not billed ${inSeconds(call.unbilledMs)}`,
      ].join('\n'),
    )
    .join('\n');
}
