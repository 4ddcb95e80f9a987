// The truth of a simulated world: how long each caller really had a working agent with them.

type Call = {
  isUserThere: boolean;
  /** Jobs that are attached to the call and work, by their number. */
  agents: Set<number>;
  sinceMs: number | null;
  servedMs: number;
  jobCount: number;
  /** Something broke in this call, so a bounded part of its time may be given away. */
  wasDisturbed: boolean;
  /** A report got no answer: what was held may run out before the next one. */
  hasLostReport: boolean;
};

/** Presence of all calls, kept apart from every meter. */
export class Presence {
  private readonly calls = new Map<string, Call>();
  private readonly nowMs: () => number;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  private of(voiceSessionId: string): Call {
    let call = this.calls.get(voiceSessionId);
    if (call === undefined) {
      call = {
        isUserThere: false,
        agents: new Set(),
        sinceMs: null,
        servedMs: 0,
        jobCount: 0,
        wasDisturbed: false,
        hasLostReport: false,
      };
      this.calls.set(voiceSessionId, call);
    }
    return call;
  }

  private update(call: Call): void {
    const isServed = call.isUserThere && call.agents.size > 0;
    if (isServed && call.sinceMs === null) call.sinceMs = this.nowMs();
    if (!isServed && call.sinceMs !== null) {
      call.servedMs += this.nowMs() - call.sinceMs;
      call.sinceMs = null;
    }
  }

  setUser(voiceSessionId: string, isThere: boolean): void {
    const call = this.of(voiceSessionId);
    call.isUserThere = isThere;
    this.update(call);
  }

  setAgent(voiceSessionId: string, job: number, isWorking: boolean): void {
    const call = this.of(voiceSessionId);
    if (isWorking) {
      call.jobCount += 1;
      call.agents.add(job);
    } else call.agents.delete(job);
    this.update(call);
  }

  disturb(voiceSessionId: string): void {
    this.of(voiceSessionId).wasDisturbed = true;
  }

  loseReport(voiceSessionId: string): void {
    this.of(voiceSessionId).hasLostReport = true;
  }

  /** What really happened in a call; times in milliseconds. */
  read(voiceSessionId: string): Omit<Call, 'isUserThere' | 'agents' | 'sinceMs'> {
    const call = this.of(voiceSessionId);
    const runningMs = call.sinceMs === null ? 0 : this.nowMs() - call.sinceMs;
    return { ...call, servedMs: call.servedMs + runningMs };
  }
}
