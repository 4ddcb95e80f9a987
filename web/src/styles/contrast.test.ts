// Recomputes the contrast of every colour pair the client relies on, in both themes.
import { expect, test } from 'vitest';
import tokens from './tokens.css?raw';

type Theme = 'light' | 'dark';

const themes: Theme[] = ['light', 'dark'];
const colors = new Map(
  [...tokens.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Theme, name: string, against: string): number {
  const [one, other] = [name, against].map((each) => {
    const color = colors.get(each);
    if (color === undefined) throw new Error(`There is no token "${each}"`);
    return luminance(color[theme]);
  }) as [number, number];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

// The table of the visual language: each token on the background, light and dark.
const table: [string, string, number, number][] = [
  ['ink', 'bg', 15.46, 16.11],
  ['muted', 'bg', 6.33, 8.28],
  ['spruce', 'bg', 7.37, 10.01],
  ['on-spruce', 'spruce', 7.81, 9.02],
  ['you', 'bg', 7.6, 10.26],
  ['amber', 'bg', 6.13, 9.67],
  ['brick', 'bg', 6.81, 8.22],
  ['on-brick', 'brick', 7.22, 8.18],
  ['edge', 'bg', 3.86, 4.79],
  ['line', 'bg', 1.42, 1.7],
  ['focus', 'bg', 5.51, 10.16],
];

test.each(table)('%s on %s has the contrast of the table', (name, against, light, dark) => {
  expect(contrast('light', name, against)).toBeCloseTo(light, 2);
  expect(contrast('dark', name, against)).toBeCloseTo(dark, 2);
});

test.each(themes)('text is readable wherever it stands (%s)', (theme) => {
  for (const ground of ['bg', 'surface', 'sunken']) {
    for (const text of ['ink', 'muted', 'spruce', 'you', 'brick']) {
      expect(contrast(theme, text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test.each(themes)('soft fills carry their own colour and ink (%s)', (theme) => {
  for (const name of ['spruce', 'amber', 'brick']) {
    expect(contrast(theme, name, `${name}-soft`), name).toBeGreaterThanOrEqual(5.5);
    expect(contrast(theme, 'ink', `${name}-soft`), name).toBeGreaterThanOrEqual(10.8);
  }
});

test.each(themes)('the arc stands out from its track (%s)', (theme) => {
  for (const name of ['spruce', 'amber', 'brick']) {
    expect(contrast(theme, name, 'line'), name).toBeGreaterThanOrEqual(4.3);
  }
});

test.each(themes)('borders of controls are seen on every ground (%s)', (theme) => {
  for (const ground of ['bg', 'surface', 'sunken']) {
    expect(contrast(theme, 'edge', ground), ground).toBeGreaterThanOrEqual(3);
  }
});
