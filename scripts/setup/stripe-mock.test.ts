// Guards that the archive asked for is the one published for this system.
import { expect, test } from 'vitest';
import { archiveName } from './stripe-mock.mjs';

test.each([
  ['linux', 'x64', 'stripe-mock_0.203.0_linux_amd64.tar.gz'],
  ['darwin', 'arm64', 'stripe-mock_0.203.0_darwin_arm64.tar.gz'],
  ['win32', 'x64', 'stripe-mock_0.203.0_windows_amd64.zip'],
])('%s on %s', (platform, arch, name) => {
  expect(archiveName(platform, arch)).toBe(name);
});

test('a system without one is named', () => {
  expect(() => archiveName('sunos', 'x64')).toThrow(/sunos/);
});
