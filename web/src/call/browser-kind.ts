// Tells browsers apart for one purpose: where each hides its microphone permission.

/** Browsers whose permission steps differ; the keys of the steps in the copy dictionary. */
export type BrowserKind = 'chrome' | 'edge' | 'firefox' | 'safari' | 'ios' | 'android';

/** The kind of a browser by its user agent; Chrome's steps fit most unknown ones. */
export function browserKind(userAgent: string, touchPoints = 0): BrowserKind {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  // An iPad presents itself as a Mac, but no Mac has a touch screen.
  if (/Macintosh/.test(userAgent) && touchPoints > 1) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Edg\//.test(userAgent)) return 'edge';
  return /Safari\//.test(userAgent) && !/Chrom/.test(userAgent) ? 'safari' : 'chrome';
}
