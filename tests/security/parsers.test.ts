// Everything that reads what others wrote, against what nobody would write: an answer or the error it
// promises, never another, never without end.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activateAnswerSchema, extendAnswerSchema } from '../../agent/src/ledger-answers.ts';
import { exactDuration, roughDuration } from '../../agent/src/phrases.ts';
import { cleanText } from '../../agent/src/text-input.ts';
import { judgeTurnText } from '../../agent/src/turn-text.ts';
import { createUnsubscribeTokens } from '../../api/src/emails/unsubscribe-tokens.ts';
import { readApiEnvironment } from '../../api/src/environment.ts';
import { EVENT_CHANNELS, toLiveEvent } from '../../api/src/events/live-event.ts';
import { fromDecimal, toDecimal } from '../../api/src/payments/decimal-money.ts';
import { createFormat, toRecord } from '../../local/src/part-output.ts';
import { decodeWav, toPcm16, UnreadableSoundError } from '../../local/src/speech/audio/wav.ts';
import { callEventSchema, timeEventSchema } from '../../platform/src/call-events.ts';
import { dispatchMetadataSchema } from '../../platform/src/dispatch-metadata.ts';
import { EnvironmentError } from '../../platform/src/env.ts';
import { readLiveEvent } from '../../sdk/src/events/live-event.ts';
import { createMessageParser, MAX_MESSAGE_LENGTH } from '../../sdk/src/events/message-parser.ts';
import { parseRetryAfterMs, readProblem } from '../../sdk/src/problem.ts';
import { readPacket } from '../../sdk/src/voice/packets.ts';
import { formatBalance, formatClock, formatUsage, splitSeconds } from '../../web/src/format.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.json(),
  fc.string({ maxLength: 400 }),
);
const anyMs = fc.integer({ min: 0, max: 400 * 86_400_000 });

describe('of any text there is an answer', () => {
  const tokens = createUnsubscribeTokens('a-secret-of-the-tests-that-signs-nothing-real');
  const readers: Record<string, (text: string) => unknown> = {
    'packets of the room': readPacket,
    'events of the stream': (text) =>
      ['ready', 'balance_changed', '__proto__', text].map((type) => readLiveEvent(type, text)),
    'what Postgres notifies': (text) => EVENT_CHANNELS.map((channel) => toLiveEvent(channel, text)),
    'call events': (text) => callEventSchema.safeParse(parse(text)).success,
    'time events': (text) => timeEventSchema.safeParse(parse(text)).success,
    'dispatch metadata': (text) => dispatchMetadataSchema.safeParse(parse(text)).success,
    'answers of the ledger': (text) => [
      activateAnswerSchema.safeParse(parse(text)).success,
      extendAnswerSchema.safeParse(parse(text)).success,
    ],
    'unsubscribe tokens': (text) => tokens.verify(text),
    'lines of a log': (text) => createFormat('pretty', true)(toRecord('api', text)),
    'Retry-After': (text) => parseRetryAfterMs(text, 0),
    'amounts with a point': (text) => fromDecimal(text, 'EUR'),
    'when a turn is over': (text) => judgeTurnText(text, 'en'),
    'problems of the api': (text) => readProblem(new Response(text, { status: 422 })),
  };

  test.each(Object.keys(readers))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => void (await readers[name]?.(text))),
      { numRuns: 200 },
    );
  });
});

test('the event stream means the same however the network cuts it', () => {
  const piece = fc.constantFrom(
    ...[
      'data: a',
      'event: ready',
      '\n',
      '\r\n',
      '\r',
      ':',
      'id: 1',
      'data',
      '\uFEFF',
      'data: {}',
      '\n\n',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(200)), (pieces, cuts) => {
      const text = pieces.join('');
      const whole = createMessageParser()(text);
      const parser = createMessageParser();
      const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort(
        (a, b) => a - b,
      );
      const inPieces = places.flatMap((at, index) =>
        parser(text.slice(at, places[index + 1] ?? at)),
      );
      expect(inPieces).toEqual(whole);
    }),
  );
});

test('the event stream keeps no more of a message than its limit', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 4 }), (text, times) => {
      const parser = createMessageParser();
      const line = `data: ${text.repeat(400).slice(0, MAX_MESSAGE_LENGTH)}`;
      const messages = Array.from({ length: times }, () => parser(line)).flat();
      for (const { data } of [...messages, ...parser('\n\n')]) {
        expect(data.length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
      }
    }),
    { numRuns: 30 },
  );
});

test('any bytes are a sound of ours or an unreadable one', () => {
  const header = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0', 'latin1');
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((rest) => new Uint8Array(Buffer.concat([header, rest]))),
    // Whole headers of every encoding, with sound that is cut anywhere and full of NaN.
    fc
      .record({
        encoding: fc.constantFrom(1, 3, 0xfffe, 7),
        channels: fc.integer({ min: 0, max: 9 }),
        rate: fc.constantFrom(0, 8_000, 44_100, 192_000, 2 ** 32 - 1),
        bits: fc.constantFrom(0, 8, 16, 24, 32, 64),
        declared: fc.nat(2 ** 32 - 1),
        sound: fc.oneof(
          fc.uint8Array({ maxLength: 64 }),
          fc.float32Array({ maxLength: 16 }).map((samples) => new Uint8Array(samples.buffer)),
        ),
      })
      .map(({ encoding, channels, rate, bits, declared, sound }) => {
        const format = Buffer.alloc(24);
        format.writeUInt16LE(encoding, 0);
        format.writeUInt16LE(channels, 2);
        format.writeUInt32LE(rate, 4);
        format.writeUInt16LE(bits, 14);
        format.write('data', 16, 'latin1');
        format.writeUInt32LE(declared, 20);
        return new Uint8Array(Buffer.concat([header, format, sound]));
      }),
  );
  fc.assert(
    fc.property(bytes, (file) => {
      try {
        const { samples, sampleRateHz } = decodeWav(file);
        expect(sampleRateHz).toBeGreaterThan(0);
        expect(toPcm16(samples)).toHaveLength(samples.length);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableSoundError);
      }
    }),
    { numRuns: 500 },
  );
});

test('any environment is complete or explained', () => {
  const names = ['DATABASE_URL', 'PORT', 'PUBLIC_URL', 'CORS_ORIGINS', 'LIVEKIT_URL', 'SMTP_URL'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), anyText), (source) => {
      try {
        readApiEnvironment(source);
      } catch (error) {
        expect(error).toBeInstanceOf(EnvironmentError);
      }
    }),
    { numRuns: 200 },
  );
});

test('cleaned text holds nothing no keyboard types', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_500 }), (text) => {
      const clean = cleanText(text);
      expect(clean).toBe(clean.trim());
      expect(clean).not.toMatch(/\p{Cc}|\uFFFD/u);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanText(clean)).toBe(clean);
    }),
  );
});

describe('time and money in words', () => {
  test('of any amount say no NaN and nothing negative', () => {
    fc.assert(
      fc.property(anyMs, (ms) => {
        for (const say of [formatBalance, formatClock, formatUsage, exactDuration, roughDuration]) {
          expect(say(ms)).toMatch(/\d|second|minute|hour/);
          expect(say(ms)).not.toMatch(/NaN|undefined|-/);
        }
      }),
    );
  });

  test('a balance never says more than there is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_599_999 }), (ms) => {
        const [, minutes = '', seconds = ''] = /^(\d+):(\d\d)$/.exec(formatClock(ms)) ?? [];
        expect((Number(minutes) * 60 + Number(seconds)) * 1_000).toBeLessThanOrEqual(ms);
      }),
    );
  });

  test('parts in seconds add up to the whole', () => {
    fc.assert(
      fc.property(fc.array(anyMs, { minLength: 1, maxLength: 8 }), (parts) => {
        const total = Math.floor(parts.reduce((sum, ms) => sum + ms, 0) / 1_000);
        expect(splitSeconds(total, parts).reduce((sum, each) => sum + each, 0)).toBe(total);
      }),
    );
  });

  test('money survives the way through a decimal, in every currency', () => {
    const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD');
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), currency, (amountMinor, code) => {
        expect(fromDecimal(toDecimal(amountMinor, code), code)).toBe(amountMinor);
      }),
    );
  });
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
