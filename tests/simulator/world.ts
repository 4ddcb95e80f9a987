// What everybody in one simulated world shares.
import { DatabaseUnavailableError } from '../../api/src/clients/database.ts';
import type { Random } from '../support/random.ts';
import type { Network, NetworkFaults } from './network.ts';
import type { Presence } from './presence.ts';
import type { Schedule, SimulatedProcess } from './schedule.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import type { SimulatedLiveKit } from './simulated-livekit.ts';

/** What goes wrong in a world. Each kind can be left out, to find out which one matters. */
export type Faults = NetworkFaults & {
  /** Share of dispatches no worker takes. */
  dispatchRefused: number;
  /** Mean time between two of each, in milliseconds; 0 for never. */
  jobKilledEveryMs: number;
  jobStoppedEveryMs: number;
  apiKilledEveryMs: number;
  apiStoppedEveryMs: number;
  databaseAwayEveryMs: number;
  livekitAwayEveryMs: number;
  callerLostEveryMs: number;
};

/** One line of what happened. */
export type Note = { atMs: number; subject: string; text: string };

/** A world: its time, its chance, its servers and what is known of it. */
export class World {
  readonly notes: Note[] = [];
  /** Errors that only a bug explains. */
  readonly bugs: string[] = [];
  readonly jobs = new Set<SimulatedProcess>();
  jobCount = 0;
  isDatabaseAway = false;
  readonly schedule: Schedule;
  readonly random: Random;
  readonly network: Network;
  readonly presence: Presence;
  readonly database: SimulatedDatabase;
  faults: Faults;
  livekit!: SimulatedLiveKit;

  constructor(parts: {
    schedule: Schedule;
    random: Random;
    network: Network;
    presence: Presence;
    database: SimulatedDatabase;
    faults: Faults;
  }) {
    this.schedule = parts.schedule;
    this.random = parts.random;
    this.network = parts.network;
    this.presence = parts.presence;
    this.database = parts.database;
    this.faults = parts.faults;
  }

  note(subject: string, text: string): void {
    this.notes.push({ atMs: this.schedule.nowMs, subject, text });
  }

  /** @throws {DatabaseUnavailableError} during an outage. */
  refuseWhenDatabaseIsAway(): void {
    if (this.isDatabaseAway) throw new DatabaseUnavailableError('Postgres: away');
  }

  /** A logger whose lines become notes; what the code calls an error is looked at by the checks. */
  loggerOf(subject: string) {
    const at = (level: string) => (fields: unknown, text?: string) => {
      if (level === 'debug') return;
      const { err, ...rest } = (typeof fields === 'object' ? fields : {}) as { err?: unknown };
      const cause = err instanceof Error ? ` (${err.message})` : '';
      const words = `${text ?? fields}${cause}`;
      this.note(subject, `${level}: ${words} ${JSON.stringify(rest)}`);
      if (level === 'error' && /meter failed|effect of the meter/.test(words))
        this.bugs.push(words);
      if (/report not answered/.test(words)) this.presence.loseReport(subject);
      if (level === 'error' && /lease reaper/.test(words)) this.presence.disturb(subject);
    };
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }
}
