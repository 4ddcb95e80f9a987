// Guards when an agent counts as lost, by simulated time.
import { expect, test } from 'vitest';
import {
  type AgentWatchAction,
  type AgentWatchEvent,
  type AgentWatchState,
  startAgentWatch,
  watchAgent,
} from './agent-watch.ts';

/** Runs a watch through ticks of 250 ms, and notes every action with its moment. */
class Watch {
  state: AgentWatchState = startAgentWatch(0);
  now = 0;
  actions: [number, AgentWatchAction][] = [];

  send(type: 'joined' | 'time' | 'left'): this {
    return this.#step({ type, now: this.now });
  }

  /** Lets time pass; with `hears`, the agent reports once a second. */
  run(durationMs: number, { hears = false, isConnected = true } = {}): this {
    for (const end = this.now + durationMs; this.now < end; ) {
      this.now += 250;
      if (hears && this.now % 1000 === 0) this.send('time');
      this.#step({ type: 'tick', now: this.now, isConnected });
    }
    return this;
  }

  sleep(durationMs: number): this {
    this.now += durationMs;
    return this;
  }

  #step(event: AgentWatchEvent): this {
    const { state, actions } = watchAgent(this.state, event);
    this.state = state;
    for (const action of actions) this.actions.push([this.now, action]);
    return this;
  }

  get names(): AgentWatchAction[] {
    return this.actions.map(([, action]) => action);
  }
}

test('is calm while the agent reports', () => {
  expect(new Watch().send('joined').run(60_000, { hears: true }).actions).toEqual([]);
});

test('tells of a silent agent after four seconds and asks for another at once', () => {
  const watch = new Watch().run(10_000, { hears: true }).run(4_000);
  expect(watch.actions).toEqual([
    [14_000, 'lost_silent'],
    [14_000, 'request'],
  ]);
});

test('tells of an agent that left well within five seconds', () => {
  const watch = new Watch().run(10_000, { hears: true }).send('left').run(2_000);
  expect(watch.actions[0]).toEqual([11_000, 'lost_left']);
});

test('an agent that leaves as the call ends is not lost', () => {
  const watch = new Watch().run(10_000, { hears: true }).send('left').run(500);
  expect(watch.actions).toEqual([]);
});

test('an agent replaced at once is not lost', () => {
  const watch = new Watch().run(10_000, { hears: true }).send('left').run(500).send('joined');
  expect(watch.run(2_000, { hears: true }).actions).toEqual([]);
});

test('tells when an agent is back, and can lose it again', () => {
  const watch = new Watch().run(10_000, { hears: true }).run(5_000).send('joined');
  watch.run(5_000, { hears: true }).run(5_000);
  expect(watch.names).toEqual(['lost_silent', 'request', 'found', 'lost_silent', 'request']);
});

test('asks again every three seconds, and not for ever', () => {
  const watch = new Watch().run(10_000, { hears: true }).run(600_000);
  const requests = watch.actions.filter(([, action]) => action === 'request');
  expect(requests.slice(0, 3).map(([at]) => at)).toEqual([14_000, 17_000, 20_000]);
  expect(requests).toHaveLength(20);
});

test('asks when no first agent comes, and does not call that a loss', () => {
  const watch = new Watch().run(7_000);
  expect(watch.actions).toEqual([[6_000, 'request']]);
});

test('an agent that joined but never reports is asked after', () => {
  const watch = new Watch().run(5_000).send('joined').run(7_000);
  expect(watch.actions[0]).toEqual([11_000, 'request']);
});

test('does not blame the agent while we are cut off', () => {
  const watch = new Watch().run(10_000, { hears: true }).run(20_000, { isConnected: false });
  expect(watch.run(3_000).actions).toEqual([]);
});

test('does not blame the agent for our own sleep', () => {
  const watch = new Watch().run(10_000, { hears: true }).sleep(60_000).run(3_000);
  expect(watch.actions).toEqual([]);
});
