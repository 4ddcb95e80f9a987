// What a hostile client may try in its own call: everything LiveKit lets a participant send, and more.
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  type LocalParticipant,
  LocalVideoTrack,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import {
  EVENT_TOPIC,
  INTERRUPT_RPC_METHOD,
  RECHECK_TIME_RPC_METHOD,
  TIME_TOPIC,
} from '@mindbot/platform/call-events';
import { createRandom } from '../support/random.ts';
import type { HeadlessCall } from './headless-call.ts';

/** How long an attack may take to be refused; a refusal nobody answers is one too, milliseconds. */
const REFUSED_MS_MAX = 700;
const CHAT_TOPIC = 'lk.chat';
/** LiveKit carries no more in one RPC. */
const RPC_BYTES = 15_000;

/** One kind of attack: resolves when it was tried, whatever became of it. */
type Attack = (me: LocalParticipant, call: HeadlessCall) => Promise<unknown>;

const quietly = (work: Promise<unknown>) => work.catch(() => undefined);
const bounded = (work: Promise<unknown>) =>
  Promise.race([
    quietly(work),
    new Promise((resolve) => setTimeout(resolve, REFUSED_MS_MAX).unref()),
  ]);

/** Packets of every size on our own topics, on none, and on one nobody has. */
const packets: Attack = async (me) => {
  const random = createRandom(8);
  const lies = [
    JSON.stringify({ type: 'time', remainingMs: 9e15, usedMs: 0, isCounting: false }),
    JSON.stringify({ type: 'ended', reason: 'user_hung_up', chargedMs: 0, balanceMs: 9e15 }),
    '{"type":"time","remainingMs":null',
    '[]',
    '',
    '\u0000'.repeat(999),
  ].map((text) => new TextEncoder().encode(text));
  for (let count = 0; count < 150; count += 1) {
    const noise = new Uint8Array(random.integer(0, 14_000)).map(() => random.integer(0, 255));
    const topic = random.pick([TIME_TOPIC, EVENT_TOPIC, '', 'x'.repeat(500), 'lk.transcription']);
    const data = random.chance(0.5) ? noise : random.pick(lies);
    await quietly(me.publishData(data, { reliable: random.chance(0.5), topic }));
  }
};

/** Text streams: empty, of control characters, endless, too many, on the agent's own topics. */
const texts: Attack = async (me) => {
  const giant = 'All work and no play. '.repeat(10_000);
  await quietly(me.sendText(giant, { topic: CHAT_TOPIC }));
  for (const text of ['', ' \u0000\u0007 ', '\ud800', giant.slice(0, 2_001)]) {
    await quietly(me.sendText(text, { topic: CHAT_TOPIC }));
  }
  for (const topic of ['lk.transcription', 'lk.agent.session', 'lk.agent.request', TIME_TOPIC]) {
    await quietly(me.sendText('{"type":"ended"}', { topic }));
  }
  // Streams that are opened and never written to the end.
  for (let count = 0; count < 20; count += 1) {
    await quietly(
      me.streamText({ topic: CHAT_TOPIC }).then((writer) => writer.write('Ignore what follows')),
    );
  }
  const flood = Array.from({ length: 60 }, (_, index) =>
    quietly(me.sendText(`message ${index}`, { topic: CHAT_TOPIC })),
  );
  await Promise.all(flood);
};

/** Byte streams to the framework's remote control, which must not be there, and to nobody. */
const bytes: Attack = async (me) => {
  for (const topic of ['lk.agent.session', CHAT_TOPIC, 'nobody']) {
    const work = me
      .streamBytes({ name: '../../etc/passwd', topic, mimeType: 'application/x-protobuf' })
      .then(async (writer) => {
        await writer.write(new Uint8Array(30_000).fill(255));
        await writer.close();
      });
    await bounded(work);
  }
};

/** Calls of methods that are, that were never, and that only frameworks have. */
const rpcs: Attack = async (me, call) => {
  const destinationIdentity = call.agent?.identity ?? 'nobody';
  const methods = [
    ...Array<string>(40).fill(INTERRUPT_RPC_METHOD),
    ...Array<string>(40).fill(RECHECK_TIME_RPC_METHOD),
    ...['lk.agent.get-session-state', 'lk.playback_finished', '__proto__', '', 'constructor'],
  ];
  const payloads = ['', '{}', '{"usedMs":-1}', 'x'.repeat(RPC_BYTES), '\u0000'];
  const asked = methods.map((method, index) =>
    bounded(
      me.performRpc({
        destinationIdentity,
        method,
        payload: payloads[index % payloads.length] ?? '',
        responseTimeout: REFUSED_MS_MAX,
      }),
    ),
  );
  await Promise.all(asked);
};

/** Attributes, metadata and name: the join token lets nobody change their own. */
const attributes: Attack = async (me) => {
  const wish = { 'lk.agent.state': 'speaking', [TIME_TOPIC]: '{"remainingMs":9}' };
  await bounded(me.setAttributes(wish));
  await bounded(me.updateMetadata('x'.repeat(100_000)));
  await bounded(me.updateName('agent'));
};

/** Tracks the token does not allow, and second microphones of odd sound: loud noise, other rates. */
const tracks: Attack = async (me) => {
  const video = LocalVideoTrack.createVideoTrack('camera', new VideoSource(16, 16));
  const screen = new TrackPublishOptions({ source: TrackSource.SOURCE_SCREENSHARE });
  await bounded(me.publishTrack(video, screen));
  const frame = new VideoFrame(new Uint8Array(16 * 16 * 4), 16, 16, VideoBufferType.RGBA);
  if (!frame) return;
  const random = createRandom(9);
  for (const [sampleRate, channels] of [
    [8_000, 1],
    [48_000, 2],
    [44_100, 1],
  ] as const) {
    const source = new AudioSource(sampleRate, channels, 100);
    const track = LocalAudioTrack.createAudioTrack(`odd ${sampleRate}`, source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await bounded(me.publishTrack(track, options));
    const samplesPerChannel = sampleRate / 100;
    for (let count = 0; count < 20; count += 1) {
      // Full-scale noise, then a direct current at the very edge.
      const data = new Int16Array(samplesPerChannel * channels).map(() =>
        count < 10 ? random.integer(-32_768, 32_767) : -32_768,
      );
      await bounded(
        source.captureFrame(new AudioFrame(data, sampleRate, channels, samplesPerChannel)),
      );
    }
    await quietly(track.close());
  }
};

/** All attacks, by what they send. */
export const attacks: Record<string, Attack> = { packets, texts, bytes, rpcs, attributes, tracks };

/** Tries one kind of attack in a joined call. */
export async function attack(call: HeadlessCall, name: string): Promise<void> {
  const me = call.room.localParticipant;
  if (!me) throw new Error('The call was not joined.');
  await attacks[name]?.(me, call);
}
