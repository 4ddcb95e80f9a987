// Measures the recognizer alone, so that its share of a reply can be told from ours.
import { readFileSync } from 'node:fs';
import { fixturePath } from '../fixtures/phrases.ts';

/**
 * How long the speech server takes to understand a phrase when nothing else runs, in milliseconds;
 * null when it does not answer. The first request warms it up and is not counted.
 */
export async function measureRecognition(
  baseUrl: string,
  apiKey: string,
  phrase: string,
): Promise<number | null> {
  const file = new Blob([readFileSync(fixturePath(phrase))], { type: 'audio/wav' });
  let durationMs: number | null = null;
  for (let count = 0; count < 2; count += 1) {
    const form = new FormData();
    form.set('file', file, `${phrase}.wav`);
    form.set('model', 'whisper-1');
    const startedAt = performance.now();
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/audio/transcriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body: form,
    }).catch(() => null);
    if (!response?.ok) return null;
    await response.arrayBuffer();
    durationMs = performance.now() - startedAt;
  }
  return durationMs;
}
