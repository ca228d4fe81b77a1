/**
 * Where each sample of a data set lies, and what its bytes must be: a head
 * line, a line for each sample, and a last line with their number and a seal
 * over all before it. JSON Lines. Goes in: an index; comes out: its text, and
 * back.
 */
import type { ByteRange } from "./byte_range.ts";
import { SAMPLE_FORMAT_NAMES, type SampleFormatName } from "./sample_format.ts";

const FORMAT = "stor-verify-samples";
/** Raised whenever a line means something else. */
const VERSION = 1;

/** One sample as it was written; its range is of the stored bytes. */
export interface IndexedSample extends ByteRange {
  readonly key: string;
  /** Below the data set. */
  readonly file: string;
  /** Of the stored bytes, as `digest` of the index makes it, in hexadecimal. */
  readonly digest: string;
  /** Before compression; without one, `sizeBytes`. */
  readonly plainBytes: number;
}

export interface SampleIndex {
  readonly format: SampleFormatName;
  /** What the digests are: `crc64nvme`, say. */
  readonly digest: string;
  /** Name of the codec; `none`. Each file is one of its frames. */
  readonly codec: string;
  readonly samples: readonly IndexedSample[];
}

/** SHA-256 in hexadecimal, of UTF-8. */
export type IndexSeal = (text: string) => string;

/** What is wrong with an index, with the number of its line; usage. */
export class SampleIndexError extends Error {
  constructor(reason: string) {
    super(`Cannot read the index of samples: ${reason}`);
    this.name = "SampleIndexError";
  }
}

/** In the order of the samples, which is that of an epoch without a seed. */
export function writeSampleIndex(index: SampleIndex, seal: IndexSeal): string {
  const { format, digest, codec, samples } = index;
  const head = { index: FORMAT, version: VERSION, format, digest, codec };
  const text = [head, ...samples].map((line) => `${JSON.stringify(line)}\n`)
    .join("");
  return `${text}${lastLine(samples.length, seal(text))}\n`;
}

function lastLine(samples: number, seal: string): string {
  return JSON.stringify({ samples, seal });
}

/** Fails with a `SampleIndexError` for what was cut, edited, or never one. */
export function readSampleIndex(text: string, seal: IndexSeal): SampleIndex {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 2) {
    throw new SampleIndexError("it ends within a line, or has no end");
  }
  const end = lines.pop() ?? "";
  const sealed = lines.map((line) => `${line}\n`).join("");
  const head = readHead(parseLine(lines[0] ?? "", 1));
  const samples = lines.slice(1).map((line, index) =>
    readSample(parseLine(line, index + 2), index + 2)
  );
  if (end !== lastLine(samples.length, seal(sealed))) {
    throw new SampleIndexError(
      `its last line does not fit the ${samples.length} samples before it: ` +
        "it was cut or changed since it was written",
    );
  }
  requireKeysOnce(samples);
  return { ...head, samples };
}

function readHead(head: Record<string, unknown>): Omit<SampleIndex, "samples"> {
  if (head["index"] !== FORMAT) {
    throw new SampleIndexError(`its first line is not that of ${FORMAT}`);
  }
  if (head["version"] !== VERSION) {
    throw new SampleIndexError(
      `it has version ${String(head["version"])}, and this program reads ` +
        `version ${VERSION}`,
    );
  }
  const name = textIn(head, "format", 1);
  const format = SAMPLE_FORMAT_NAMES.find((one) => one === name);
  if (format === undefined) {
    throw new SampleIndexError(
      `its samples are "${name}", not one of ${SAMPLE_FORMAT_NAMES.join(" ")}`,
    );
  }
  return {
    format,
    digest: textIn(head, "digest", 1),
    codec: textIn(head, "codec", 1),
  };
}

function readSample(
  line: Record<string, unknown>,
  number: number,
): IndexedSample {
  return {
    key: textIn(line, "key", number),
    file: textIn(line, "file", number),
    offset: countIn(line, "offset", number),
    sizeBytes: countIn(line, "sizeBytes", number),
    digest: textIn(line, "digest", number),
    plainBytes: countIn(line, "plainBytes", number),
  };
}

function requireKeysOnce(samples: readonly IndexedSample[]): void {
  const seen = new Set<string>();
  for (const [index, { key }] of samples.entries()) {
    if (seen.has(key)) {
      throw new SampleIndexError(`line ${index + 2} has "${key}" again`);
    }
    seen.add(key);
  }
}

function parseLine(line: string, number: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new SampleIndexError(`line ${number} is not JSON`);
  }
  if (isRecord(value)) return value;
  throw new SampleIndexError(`line ${number} is not an object`);
}

function textIn(
  record: Readonly<Record<string, unknown>>,
  name: string,
  number: number,
): string {
  const value = record[name];
  if (typeof value === "string") return value;
  throw new SampleIndexError(`line ${number} has no "${name}"`);
}

function countIn(
  record: Readonly<Record<string, unknown>>,
  name: string,
  number: number,
): number {
  const value = record[name];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new SampleIndexError(`line ${number} has no "${name}"`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
