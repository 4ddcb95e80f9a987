// Preloaded into a process, sets its clock wrong by the milliseconds in the file CLOCK_SKEW_FILE names, from
// the moment they stand there: as when somebody, or a virtual machine, sets a clock during calls.
import { readFileSync } from 'node:fs';

const LOOK_MS = 200;
const TrueDate = Date;
let skewMs = 0;

function look(): void {
  try {
    skewMs = Number(readFileSync(process.env.CLOCK_SKEW_FILE ?? '', 'utf8')) || 0;
  } catch {
    skewMs = 0;
  }
}

class SkewedDate extends TrueDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(TrueDate.now() + skewMs);
    else super(...(parts as [number]));
  }

  static override now(): number {
    return TrueDate.now() + skewMs;
  }
}

look();
setInterval(look, LOOK_MS).unref();
// Called without `new`, Date answers the time as text.
globalThis.Date = new Proxy(SkewedDate, {
  apply: () => new SkewedDate().toString(),
}) as unknown as DateConstructor;
