/** Codecs by the numbers that footers have, and the levels each takes. */
import type { PageCodec } from "./page_core.ts";

/** `lz4` is the old one in frames of Hadoop: read, and never written. */
export type FileCodec = PageCodec | "lz4";

const NUMBERS: Readonly<Record<FileCodec, number>> = {
  uncompressed: 0,
  snappy: 1,
  gzip: 2,
  brotli: 4,
  lz4: 5,
  zstd: 6,
  lz4_raw: 7,
};

/** The one of the format that nobody may link: it is under the GPL. */
const LZO = 3;

/** From the least to the most work, and the one taken when none is said. */
const LEVELS: Readonly<
  Partial<Record<PageCodec, { min: number; max: number; usual: number }>>
> = {
  gzip: { min: 1, max: 9, usual: 6 },
  zstd: { min: 1, max: 22, usual: 3 },
  // More than 66 s for 31 MB with the library's own default.
  brotli: { min: 0, max: 11, usual: 4 },
};

/** As a footer has it. */
export function codecNumber(codec: FileCodec): number {
  return NUMBERS[codec];
}

/** Undefined for LZO, and for what the format does not know. */
export function codecOf(number: number): FileCodec | undefined {
  // The table has these keys alone.
  const names = Object.keys(NUMBERS) as FileCodec[];
  return names.find((name) => NUMBERS[name] === number);
}

/** For sentences. */
export function codecName(number: number): string {
  return number === LZO ? "LZO" : codecOf(number) ?? `${number}`;
}

/** The level to use; throws `RangeError` for one that the codec has not. */
export function codecLevel(
  codec: PageCodec,
  level: number | undefined,
): number | undefined {
  const levels = LEVELS[codec];
  if (level === undefined) return levels?.usual;
  if (levels === undefined) {
    throw new RangeError(
      `Cannot compress with level ${level}: ${codec} has no levels`,
    );
  }
  if (Number.isInteger(level) && level >= levels.min && level <= levels.max) {
    return level;
  }
  throw new RangeError(
    `Cannot compress with level ${level}: ${codec} has ${levels.min} to ` +
      `${levels.max}`,
  );
}
