// Reads the sound a client uploads, and writes the sound we answer with, as WAV.

/** Sound of one channel. */
export type Sound = { samples: Float32Array; sampleRateHz: number };

/** Thrown when bytes are not a WAV file this sandbox reads; the message says what is wrong. */
export class UnreadableSoundError extends Error {
  override name = 'UnreadableSoundError';
}

type Format = { encoding: number; channels: number; sampleRateHz: number; bits: number };

const INTEGER_ENCODING = 1;
const FLOAT_ENCODING = 3;
const EXTENSIBLE_ENCODING = 0xfffe;
const HEADER_BYTES = 44;

/**
 * Decodes PCM (8 to 32 bits) or 32-bit float WAV and mixes its channels into one.
 * @throws {UnreadableSoundError} for anything else.
 */
export function decodeWav(file: Uint8Array): Sound {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const textAt = (offset: number) => String.fromCharCode(...file.subarray(offset, offset + 4));
  if (file.byteLength < 12 || textAt(0) !== 'RIFF' || textAt(8) !== 'WAVE') {
    throw new UnreadableSoundError(
      'The file is not a WAV file; the sandbox reads no other format.',
    );
  }
  let format: Format | undefined;
  let offset = 12;
  while (offset + 8 <= file.byteLength) {
    const name = textAt(offset);
    const declaredBytes = view.getUint32(offset + 4, true);
    const start = offset + 8;
    // Files written to a pipe declare more than there is; what is there counts.
    const end = Math.min(start + declaredBytes, file.byteLength);
    if (name === 'fmt ') format = readFormat(new DataView(view.buffer, view.byteOffset + start));
    if (name === 'data') {
      if (!format) break;
      return mix(new DataView(view.buffer, view.byteOffset + start, end - start), format);
    }
    offset = start + declaredBytes + (declaredBytes % 2);
  }
  throw new UnreadableSoundError('The WAV file has no sound in it.');
}

function readFormat(chunk: DataView): Format {
  if (chunk.byteLength < 16) throw new UnreadableSoundError('The WAV file is cut off.');
  const declared = chunk.getUint16(0, true);
  const isExtensible = declared === EXTENSIBLE_ENCODING && chunk.byteLength >= 26;
  const format = {
    encoding: isExtensible ? chunk.getUint16(24, true) : declared,
    channels: chunk.getUint16(2, true),
    sampleRateHz: chunk.getUint32(4, true),
    bits: chunk.getUint16(14, true),
  };
  const isPcm = format.encoding === INTEGER_ENCODING && [8, 16, 24, 32].includes(format.bits);
  const isFloat = format.encoding === FLOAT_ENCODING && format.bits === 32;
  const isSane = format.channels >= 1 && format.channels <= 8 && format.sampleRateHz >= 8_000;
  if ((!isPcm && !isFloat) || !isSane || format.sampleRateHz > 192_000) {
    throw new UnreadableSoundError('The WAV file has an encoding the sandbox does not read.');
  }
  return format;
}

function mix(data: DataView, format: Format): Sound {
  const bytesEach = format.bits / 8;
  const length = Math.floor(data.byteLength / (bytesEach * format.channels));
  const samples = new Float32Array(length);
  for (let index = 0; index < length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < format.channels; channel += 1) {
      sum += sampleAt(data, (index * format.channels + channel) * bytesEach, format);
    }
    samples[index] = sum / format.channels;
  }
  return { samples, sampleRateHz: format.sampleRateHz };
}

function sampleAt(data: DataView, offset: number, { encoding, bits }: Format): number {
  if (encoding === FLOAT_ENCODING) return data.getFloat32(offset, true);
  if (bits === 8) return (data.getUint8(offset) - 128) / 0x80;
  if (bits === 16) return data.getInt16(offset, true) / 0x8000;
  if (bits === 32) return data.getInt32(offset, true) / 0x8000_0000;
  const high = data.getInt8(offset + 2) * 0x1_0000;
  return (high + data.getUint16(offset, true)) / 0x80_0000;
}

/** Samples between -1 and 1 as 16-bit little-endian PCM. */
export function toPcm16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) =>
    Math.max(-0x8000, Math.min(0x7fff, Math.round(sample * 0x8000))),
  );
}

/** The 44-byte header of a WAV file with 16-bit PCM of one channel. */
export function wavHeader(sampleRateHz: number, dataBytes: number): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(INTEGER_ENCODING, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
