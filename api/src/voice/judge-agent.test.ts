// The verdict on a call's agent: the living are left alone, the dead replaced, and not for ever.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AgentEvidence, DISPATCHES_MAX, judgeAgent } from './judge-agent.ts';

const working: AgentEvidence = {
  epoch: 1,
  excusedDispatches: 0,
  isHandedOver: false,
  hasAgent: true,
  silentMs: 2_000,
  isAgentAlive: true,
  isCallerPresent: true,
  jobs: [],
  isActive: true,
};
const coming: AgentEvidence = {
  ...working,
  hasAgent: false,
  isAgentAlive: false,
  isActive: false,
  silentMs: 0,
};

describe('an agent that has taken the call', () => {
  test('is left alone while it lives, however silent', () => {
    const verdict = judgeAgent({ ...working, silentMs: 60_000 });
    expect(verdict).toEqual({ action: 'leave', why: 'agent_present' });
  });

  test('is replaced when it shows no sign of life', () => {
    const dead = { ...working, isAgentAlive: false, silentMs: 3_000 };
    expect(judgeAgent(dead)).toEqual({ action: 'replace' });
  });

  test('is not taken for dead while it joins the room', () => {
    const joining = { ...working, isAgentAlive: false, silentMs: 2_999 };
    expect(judgeAgent(joining)).toEqual({ action: 'leave', why: 'too_soon' });
  });

  test('is not replaced for an empty room; after the grace the call ends', () => {
    const empty = { ...working, isAgentAlive: false, isCallerPresent: false };
    expect(judgeAgent(empty)).toEqual({ action: 'leave', why: 'too_soon' });
    expect(judgeAgent({ ...empty, silentMs: 20_000 })).toEqual({
      action: 'end',
      reason: 'connection_lost',
    });
  });
});

describe('an agent that gave the call away', () => {
  const leaving = { ...working, isHandedOver: true };

  test('is replaced at once, though it lives and has just reported', () => {
    expect(judgeAgent({ ...leaving, silentMs: 0 })).toEqual({ action: 'replace' });
  });

  test('is replaced however often the call was given away', () => {
    const often = { ...leaving, epoch: 40, excusedDispatches: 39 };
    expect(judgeAgent(often)).toEqual({ action: 'replace' });
    const failing = { ...often, epoch: 39 + DISPATCHES_MAX };
    expect(judgeAgent(failing)).toEqual({ action: 'end', reason: 'agent_failed' });
  });

  test('is not replaced before an absent caller returns', () => {
    const empty = { ...leaving, isCallerPresent: false, silentMs: 0 };
    expect(judgeAgent(empty)).toEqual({ action: 'leave', why: 'too_soon' });
  });
});

describe('an agent that was sent', () => {
  test.each([
    [1, 3_000],
    [2, 5_000],
    [3, 8_000],
  ])('as number %i has %i ms to show up', (epoch, patienceMs) => {
    const at = (silentMs: number) => judgeAgent({ ...coming, epoch, silentMs });
    expect(at(patienceMs - 1)).toEqual({ action: 'leave', why: 'too_soon' });
    expect(at(patienceMs)).toEqual({ action: 'replace' });
  });

  test.each([
    [1, 20_000],
    [2, 40_000],
    [3, 55_000],
  ])('as number %i has %i ms when a worker has taken it, however busy', (epoch, patienceMs) => {
    const taken: AgentEvidence = { ...coming, epoch, jobs: ['running'] };
    const at = (silentMs: number) => judgeAgent({ ...taken, silentMs });
    expect(at(patienceMs - 1)).toEqual({ action: 'leave', why: 'too_soon' });
    expect(at(patienceMs)).toEqual({ action: 'replace' });
  });

  test('is replaced at once when its job is over', () => {
    expect(judgeAgent({ ...coming, jobs: ['failed'] })).toEqual({ action: 'replace' });
  });

  test('and is in the room has time to begin work, and not for ever', () => {
    const at = (silentMs: number) => judgeAgent({ ...coming, isAgentAlive: true, silentMs });
    expect(at(11_999)).toEqual({ action: 'leave', why: 'agent_present' });
    expect(at(12_000)).toEqual({ action: 'replace' });
  });
});

describe('the last agent', () => {
  test('that never came ends the call as no_agent', () => {
    const verdict = judgeAgent({ ...coming, epoch: DISPATCHES_MAX, silentMs: 12_000 });
    expect(verdict).toEqual({ action: 'end', reason: 'no_agent' });
  });

  test('that was lost ends the call as agent_failed', () => {
    const lost = { ...working, epoch: DISPATCHES_MAX, isAgentAlive: false, silentMs: 4_000 };
    expect(judgeAgent(lost)).toEqual({ action: 'end', reason: 'agent_failed' });
  });
});

const anyEvidence: fc.Arbitrary<AgentEvidence> = fc.record({
  epoch: fc.integer({ min: 1, max: 1_000 }),
  excusedDispatches: fc.integer({ min: 0, max: 3 }),
  isHandedOver: fc.boolean(),
  hasAgent: fc.boolean(),
  silentMs: fc.integer({ min: 0, max: 600_000 }),
  isAgentAlive: fc.boolean(),
  isCallerPresent: fc.boolean(),
  jobs: fc.array(fc.constantFrom('pending', 'running', 'succeeded', 'failed')),
  isActive: fc.boolean(),
});

test('whatever is seen: no more dispatches than the limit, and never beside a working agent', () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const verdict = judgeAgent(evidence);
      if (verdict.action !== 'replace') return;
      expect(evidence.epoch - evidence.excusedDispatches).toBeLessThan(DISPATCHES_MAX);
      const isWorking = evidence.hasAgent && evidence.isAgentAlive && !evidence.isHandedOver;
      expect(isWorking).toBe(false);
    }),
  );
});

test('whatever is seen: a call without a working agent does not wait for ever', () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const verdict = judgeAgent({ ...evidence, isAgentAlive: false, silentMs: 55_000 });
      expect(verdict.action).not.toBe('leave');
    }),
  );
});
