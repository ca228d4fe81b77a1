/** Encodings of pages by the numbers that headers have, and by their names. */

/** Those that are read; `oldDictionary` is only another number of one. */
export const ENCODINGS = {
  plain: 0,
  oldDictionary: 2,
  rle: 3,
  deltaPacked: 5,
  deltaLength: 6,
  deltaBytes: 7,
  dictionary: 8,
  split: 9,
} as const;

/** By number; the format has no 1. */
const NAMES = [
  "PLAIN",
  "",
  "PLAIN_DICTIONARY",
  "RLE",
  "BIT_PACKED",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
  "RLE_DICTIONARY",
  "BYTE_STREAM_SPLIT",
];

/** As the format writes it, for sentences; a number it does not know as that. */
export function encodingName(number: number): string {
  return NAMES[number] || `${number}`;
}
