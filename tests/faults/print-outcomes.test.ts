// Guards what is read of fault runs: nothing broken may look held, and nothing unseen either.
import { expect, test } from 'vitest';
import { printOutcomes } from './print-outcomes.ts';

const held = { id: 'F1', title: 'one', violations: [], figures: { toldMs: 5 } };
const broken = { ...held, id: 'F2', violations: ['a call was charged twice'] };
const notRun = { ...held, id: 'F17', notRun: 'no network namespaces' };

test('counts what broke apart from what held and what could not be run', () => {
  const lines: string[] = [];
  expect(printOutcomes([held, broken, notRun], (line) => lines.push(line))).toBe(1);
  expect(lines.at(-1)).toContain('1 held, 1 broken, 1 not run here');
  expect(lines.find((line) => line.startsWith('F2'))).toContain('BROKEN');
  expect(lines.join('\n')).toContain('a call was charged twice');
});

test('holds only what is without violation', () => {
  expect(printOutcomes([held], () => {})).toBe(0);
});
