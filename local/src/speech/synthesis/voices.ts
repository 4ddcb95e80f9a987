// Gives each voice name of the OpenAI API a voice of its own in the synthesizer.

/** How espeak-ng speaks: language and variant, pitch (0–99), speed in words a minute. */
export type EspeakVoice = { voice: string; pitch: number; wordsPerMinute: number };

const VOICES: Record<string, EspeakVoice> = {
  alloy: { voice: 'en-us+f3', pitch: 52, wordsPerMinute: 165 },
  echo: { voice: 'en-us+m3', pitch: 38, wordsPerMinute: 160 },
  nova: { voice: 'en-gb+f2', pitch: 58, wordsPerMinute: 160 },
  shimmer: { voice: 'en-us+f4', pitch: 62, wordsPerMinute: 160 },
  onyx: { voice: 'en-us+m7', pitch: 28, wordsPerMinute: 155 },
  fable: { voice: 'en-gb+m1', pitch: 45, wordsPerMinute: 165 },
};

/** The synthesizer's voice for a name of the API; alloy for any other, as there may be newer ones. */
export const espeakVoiceFor = (name: string): EspeakVoice =>
  VOICES[name] ?? (VOICES.alloy as EspeakVoice);
