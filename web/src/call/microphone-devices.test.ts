// Holds the list of microphones to names a person can choose by.
import { expect, test } from 'vitest';
import { nameMicrophones } from './microphone-devices.ts';

test('lists microphones alone, and names those the browser does not', () => {
  const devices = [
    { kind: 'audioinput', deviceId: 'a', label: 'Headset' },
    { kind: 'audiooutput', deviceId: 'b', label: 'Speaker' },
    { kind: 'audioinput', deviceId: 'c', label: '' },
  ] as const;
  expect(nameMicrophones([...devices])).toEqual([
    { id: 'a', name: 'Headset' },
    { id: 'c', name: 'Microphone 2' },
  ]);
});

test('before permission there is nothing to choose', () => {
  expect(nameMicrophones([{ kind: 'audioinput', deviceId: '', label: '' }])).toEqual([]);
});
