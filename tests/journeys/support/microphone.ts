// A microphone for browser journeys: recorded phrases played into the call on command.
import type { Page } from 'playwright-core';
import { phraseNamed, readPhrase } from '../../fixtures/phrases.ts';
import { encodeWav } from '../../fixtures/wav.ts';

/**
 * Replaces what the browser's fake device hears by a stream phrases can be played into. Permission,
 * devices, encoding, network and everything after stay the browser's own.
 */
export async function installMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const original = devices.getUserMedia.bind(devices);
    const context = new AudioContext({ sampleRate: 48_000 });
    const bus = context.createGain();
    // A faint hiss, as of any room: digital silence is nothing a real microphone ever sends.
    const hiss = context.createBufferSource();
    const noise = context.createBuffer(1, 48_000, 48_000);
    const samples = noise.getChannelData(0);
    for (let index = 0; index < samples.length; index += 1) {
      samples[index] = (Math.random() - 0.5) * 0.0004;
    }
    hiss.buffer = noise;
    hiss.loop = true;
    hiss.connect(bus);
    hiss.start();
    devices.getUserMedia = async (constraints) => {
      const real = await original(constraints);
      if (!constraints?.audio) return real;
      await context.resume();
      const destination = context.createMediaStreamDestination();
      bus.connect(destination);
      for (const track of real.getAudioTracks()) track.stop();
      return destination.stream;
    };
    const say = async (base64: string) => {
      await context.resume();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(bytes.buffer);
      source.connect(bus);
      await new Promise((resolve) => {
        source.onended = resolve;
        source.start();
      });
    };
    Object.assign(window, { journeyMicrophone: { say } });
  });
}

/** Says one recorded phrase (see tests/fixtures/speech/phrases.json) and waits until it is out. */
export async function say(page: Page, phrase: string): Promise<void> {
  const base64 = Buffer.from(encodeWav(readPhrase(phraseNamed(phrase)))).toString('base64');
  await page.evaluate((wav) => {
    const { journeyMicrophone } = window as unknown as {
      journeyMicrophone: { say: (base64: string) => Promise<void> };
    };
    return journeyMicrophone.say(wav);
  }, base64);
}
