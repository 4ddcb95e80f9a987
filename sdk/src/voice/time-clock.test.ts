// Guards the shown time: it falls smoothly, jumps only when far off, and says when it is a guess.
import { expect, test } from 'vitest';
import type { TimePacket } from './packets.ts';
import { looksDifferent, TimeClock } from './time-clock.ts';

const packet = (remainingMs: number, changes: Partial<TimePacket> = {}): TimePacket => ({
  type: 'time',
  remainingMs,
  usedMs: 600_000 - remainingMs,
  isCounting: true,
  pausedReason: null,
  sequence: 1,
  ...changes,
});

test('shows nothing before the first report', () => {
  expect(new TimeClock().read(0)).toBeNull();
});

test('counts on from the report while time counts', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 1_000);
  expect(clock.read(3_500)).toEqual({
    remainingMs: 57_500,
    usedMs: 542_500,
    isCounting: true,
    pausedReason: null,
    isStale: false,
  });
});

test('stands still while the server says it is paused, and says why', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000, { isCounting: false, pausedReason: 'user_lost' }), 0);
  expect(clock.read(4_000)).toMatchObject({
    remainingMs: 60_000,
    isCounting: false,
    pausedReason: 'user_lost',
  });
});

test('never shows less than nothing', () => {
  const clock = new TimeClock();
  clock.report(packet(1_000), 0);
  expect(clock.read(3_000)?.remainingMs).toBe(0);
});

test('jumps to a report more than two seconds away', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  clock.report(packet(900_000), 1_000);
  expect(clock.read(1_000)?.remainingMs).toBe(900_000);
});

test.each([-1_500, -300, 300, 1_500])('wears off an error of %i ms without a jump', (errorMs) => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  clock.report(packet(59_000 - errorMs), 1_000);
  expect(clock.read(1_000)?.remainingMs).toBe(59_000);
  let before = 59_000;
  for (let now = 1_250; now < 9_000; now += 250) {
    const { remainingMs = 0 } = clock.read(now) ?? {};
    expect(remainingMs).toBeLessThan(before);
    expect(before - remainingMs).toBeLessThanOrEqual(300);
    before = remainingMs;
  }
  expect(clock.read(9_000)?.remainingMs).toBe(59_000 - errorMs - 8_000);
});

test('is a guess after five seconds without a report', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  expect(clock.read(5_000)?.isStale).toBe(false);
  expect(clock.read(5_001)?.isStale).toBe(true);
});

test('stands still while the agent is lost, and goes on with the next report', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  clock.freeze(4_000);
  clock.freeze(5_000);
  expect(clock.read(9_000)).toMatchObject({
    remainingMs: 56_000,
    isCounting: false,
    isStale: true,
  });
  clock.report(packet(58_000), 10_000);
  expect(clock.read(11_000)).toMatchObject({ isCounting: true, isStale: false });
});

test('stops for good when the call is over', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  clock.stop(2_000);
  clock.report(packet(30_000), 3_000);
  expect(clock.read(60_000)).toMatchObject({
    remainingMs: 58_000,
    isCounting: false,
    isStale: false,
  });
});

test('used and remaining always add up to the same', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  clock.report(packet(58_300), 1_000);
  for (let now = 1_000; now < 8_000; now += 333) {
    const { remainingMs = 0, usedMs = 0 } = clock.read(now) ?? {};
    expect(remainingMs + usedMs).toBe(600_000);
  }
});

test('a view of whole seconds changes once a second', () => {
  const clock = new TimeClock();
  clock.report(packet(60_000), 0);
  let changes = 0;
  let shown = clock.read(0);
  for (let now = 250; now <= 10_000; now += 250) {
    const time = clock.read(now);
    if (time && looksDifferent(shown, time)) {
      changes += 1;
      shown = time;
    }
  }
  expect(changes).toBe(10);
});
