/**
 * The Huffman code of HPACK (RFC 7541, appendix B). Goes in: bytes as they came
 * in a header block; comes out: text, one character per byte. We send none.
 *
 * Design: the code is canonical, so the lengths of its 257 words are all there
 * is to know: words of one length are numbered in the order of their symbols.
 */

/** Length in bits of the word of each byte, in base 36; the last one: the end. */
const LENGTHS =
  "dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6cad6" +
  "7777777777777777777777878djde6f56565666577666567655677777fbedskmkk" +
  "mmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmnqqkjmn" +
  "mpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrqu";

const END = 256;

interface Row {
  /** The first word of that length. */
  readonly first: number;
  readonly symbols: readonly number[];
}

/** Fails with a `RangeError` for bytes that are no such code. */
export function decodeHuffman(bytes: Uint8Array): string {
  const rows = rowsOf();
  let text = "";
  let word = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      word = word * 2 + ((byte >> bit) & 1);
      length += 1;
      const row = rows[length];
      if (row === undefined) throw new RangeError("A word has 30 bits at most");
      const symbol = row.symbols[word - row.first];
      if (symbol === undefined) continue;
      if (symbol === END) throw new RangeError("The end may not be written");
      text += String.fromCharCode(symbol);
      word = length = 0;
    }
  }
  // What fills the last byte is the beginning of the word of the end.
  if (length > 7 || word !== 2 ** length - 1) {
    throw new RangeError("The last byte is not filled with ones");
  }
  return text;
}

/** A row for each length; 1 KiB of table is made anew for each block. */
function rowsOf(): readonly Row[] {
  const symbols: number[][] = Array.from({ length: 31 }, () => []);
  for (let symbol = 0; symbol <= END; symbol++) {
    symbols[Number.parseInt(LENGTHS[symbol] ?? "", 36)]?.push(symbol);
  }
  let next = 0;
  return symbols.map((ofLength) => {
    next *= 2;
    const first = next;
    next += ofLength.length;
    return { first, symbols: ofLength };
  });
}
