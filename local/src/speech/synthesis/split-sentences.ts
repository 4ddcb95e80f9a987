// Cuts a text where a speaker would breathe, so that the first words sound before the last are made.

const LONGEST_PIECE = 240;

/** The pieces of a text in order: sentences, and long ones cut at a comma or a space. */
export function splitSentences(text: string): string[] {
  const sentences =
    text.replace(/\s+/g, ' ').match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]*/g) ?? [];
  return sentences
    .flatMap(cutLong)
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function cutLong(sentence: string): string[] {
  if (sentence.length <= LONGEST_PIECE) return [sentence];
  const head = sentence.slice(0, LONGEST_PIECE);
  const cut = Math.max(head.lastIndexOf(', '), head.lastIndexOf('; ')) + 1 || head.lastIndexOf(' ');
  const at = cut > 0 ? cut : LONGEST_PIECE;
  return [sentence.slice(0, at), ...cutLong(sentence.slice(at))];
}
