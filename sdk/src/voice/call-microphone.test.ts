// Guards the microphone of a call: asked for in time, explained when refused, let go at the end.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dial, talk } from './testing/dial.ts';
import { FakeApi } from './testing/fake-api.ts';
import { deviceError, stubMicrophone } from './testing/fake-microphone.ts';
import { FakeAudioTrack, resetFakes } from './testing/fake-room.ts';

let api: FakeApi;
beforeEach(() => {
  vi.useFakeTimers();
  resetFakes();
  api = new FakeApi();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('holds no time while the user is asked for the microphone', async () => {
  const microphone = stubMicrophone('prompt');
  const { call } = dial(api, { microphone: true });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(call.snapshot.microphone).toBe('requesting');
  expect(api.requests).toEqual([]);
  microphone.answer('allow');
  expect((await call.ready).error).toBeNull();
  await vi.advanceTimersByTimeAsync(0);
  expect(call.snapshot.microphone).toBe('on');
  expect(microphone.constraints[0]?.audio).toMatchObject({
    echoCancellation: true,
    noiseSuppression: true,
  });
});

test.each([
  ['NotAllowedError', 'microphone_blocked'],
  ['NotFoundError', 'microphone_not_found'],
  ['OverconstrainedError', 'microphone_not_found'],
  ['NotReadableError', 'microphone_busy'],
  ['TypeError', 'microphone_unsupported'],
])('a microphone refused by %s fails as %s before anything is held', async (name, code) => {
  stubMicrophone(deviceError(name));
  const { call } = dial(api, { microphone: true });
  expect((await call.ready).error?.code).toBe(code);
  expect(call.snapshot.microphoneError?.code).toBe(code);
  expect(api.requests).toEqual([]);
});

test('a page without a microphone API is told apart', async () => {
  vi.stubGlobal('navigator', {});
  expect((await dial(api, { microphone: true }).call.ready).error?.code).toBe(
    'microphone_unsupported',
  );
});

test('with an optional microphone the call goes on by typing', async () => {
  stubMicrophone(deviceError('NotAllowedError'));
  const { call, payloads } = dial(api, { microphone: true, isMicrophoneOptional: true });
  expect((await call.ready).error).toBeNull();
  expect(payloads('microphoneError')).toMatchObject([{ code: 'microphone_blocked' }]);
  expect(call.snapshot.microphone).toBe('off');
});

test('an answer to the microphone question that comes after cancelling lets it go', async () => {
  const microphone = stubMicrophone('prompt');
  const { call } = dial(api, { microphone: true });
  await vi.advanceTimersByTimeAsync(0);
  await call.end();
  microphone.answer('allow');
  await vi.advanceTimersByTimeAsync(0);
  expect(microphone.tracks[0]?.isStopped).toBe(true);
});

test('a failed start lets the microphone go', async () => {
  const microphone = stubMicrophone('granted');
  api.created = { data: null, error: { code: 'timeout', message: 'Late.', timeoutMs: 1 } };
  await dial(api, { microphone: true }).call.ready;
  await vi.advanceTimersByTimeAsync(0);
  expect(microphone.tracks[0]?.isStopped).toBe(true);
});

test('mutes, unmutes, switches and lets go of the microphone', async () => {
  stubMicrophone('granted');
  const { call } = await talk(api, { microphone: 'usb' });
  await vi.advanceTimersByTimeAsync(0);
  const [track] = FakeAudioTrack.made;
  await call.mute();
  expect(call.snapshot.microphone).toBe('muted');
  expect(track?.isMuted).toBe(true);
  expect((await call.setMicrophone('headset')).error).toBeNull();
  expect(track?.deviceId).toBe('headset');
  expect(call.snapshot.microphone).toBe('muted');
  await call.unmute();
  expect(call.snapshot.microphone).toBe('on');
  api.settle('user_hung_up');
  await call.end();
  expect(track?.isStopped).toBe(true);
});

test('a microphone can be added to a typed call, and its failure is told', async () => {
  const { call, payloads } = await talk(api);
  stubMicrophone(deviceError('NotReadableError'));
  expect((await call.enableMicrophone()).error?.code).toBe('microphone_busy');
  expect(payloads('microphoneError')).toHaveLength(1);
  stubMicrophone('granted');
  expect((await call.enableMicrophone()).error).toBeNull();
  expect(call.snapshot).toMatchObject({ microphone: 'on', microphoneError: null });
});
