/**
 * Reads files that lie, one after the other: golden files with damage done to
 * them. Each must end in rows or in a `FormatError` of one sentence, and take
 * no more memory than the limits of the reader allow.
 */
import type { RecordBatch } from "apache-arrow";
import { openDataFile } from "../../../engine/workloads/table/parquet/data_file_reader.ts";
import { FormatError } from "../../../engine/workloads/table/parquet/format_error.ts";
import type { PageCore } from "../../../engine/workloads/table/parquet/page_core.ts";
import { MemorySource } from "../../engine/workloads/table/parquet/parquet_fixture.ts";
import { seeded } from "../seeded.ts";
import { goldenFiles } from "./golden_files.ts";
import { damage } from "./mutations.ts";
import { plainValue } from "./plain_rows.ts";

export interface FuzzOptions {
  readonly core: PageCore;
  readonly seed: number;
  readonly fileCount: number;
  /** Resident memory that one file may take at most. */
  readonly growthBytesMax: number;
  /** Takes what was done to each file before it is read. */
  readonly before?: (how: string) => void;
}

export interface FuzzTally {
  readonly refused: number;
  readonly read: number;
  readonly growthBytesMax: number;
  /** Sentences without what differs from file to file, and how often. */
  readonly sentences: ReadonlyMap<string, number>;
}

/** Sentences have one line, and no more than a reader wants to see. */
const SENTENCE_MAX = 400;

/** Throws with the seed and the number of the first file that broke it. */
export async function fuzzReader(options: FuzzOptions): Promise<FuzzTally> {
  const { core, fileCount, growthBytesMax, seed } = options;
  const files = [...goldenFiles()];
  const tally = { refused: 0, read: 0, growthBytesMax: 0 };
  const sentences = new Map<string, number>();
  for (let number = 0; number < fileCount; number++) {
    // Each file by numbers of its own, so that one can be made alone.
    const random = seeded(seed * 1_000_003 + number + 1);
    for (let skip = 0; skip < 8; skip++) random(2);
    const [name = "", bytes = new Uint8Array(0)] =
      files[random(files.length)] ?? [];
    const [, other = bytes] = files[random(files.length)] ?? [];
    const damaged = damage({ bytes, other }, random);
    const how = `file ${number} of seed ${seed}: ${name}, ${damaged.how}`;
    options.before?.(how);
    forgetPeak();
    const start = residentBytes("VmRSS");
    try {
      const sentence = await outcomeOf(core, damaged.bytes);
      if (sentence === undefined) tally.read++;
      else {
        tally.refused++;
        const shape = sentence.replace(/"[^"]*"|-?\d[\d.e+]*/g, "#");
        sentences.set(shape, (sentences.get(shape) ?? 0) + 1);
      }
    } catch (error) {
      throw new Error(`${how}: ${error}`, { cause: error });
    }
    const growth = residentBytes("VmHWM") - start;
    tally.growthBytesMax = Math.max(tally.growthBytesMax, growth);
    if (growth > growthBytesMax) {
      throw new Error(`${how}: it took ${growth} bytes of memory`);
    }
  }
  return { ...tally, sentences };
}

/** The sentence of a refusal, or nothing when there were rows. */
async function outcomeOf(
  core: PageCore,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  try {
    const reader = await openDataFile({
      core,
      source: new MemorySource(bytes),
      retrieveKey: () => new TextEncoder().encode("k".repeat(24)),
    });
    for await (const batch of reader.read()) look(batch);
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (error.message.length <= SENTENCE_MAX && !/\n/.test(error.message)) {
      return error.message;
    }
    throw new Error(`This is no sentence: ${error.message}`);
  }
}

/** What came out must be whole: values at both ends of each column. */
function look(batch: RecordBatch): void {
  const { numRows } = batch;
  for (const column of batch.data.children) {
    if (column.length < numRows) throw new Error("A column lacks rows");
    const places = new Set([0, 1, 2, numRows >> 1, numRows - 2, numRows - 1]);
    for (const row of places) {
      if (row >= 0 && row < numRows) plainValue(column, row);
    }
  }
}

/** So that the next peak is that of the next file. */
function forgetPeak(): void {
  Deno.writeTextFileSync("/proc/self/clear_refs", "5");
}

function residentBytes(field: "VmRSS" | "VmHWM"): number {
  const text = Deno.readTextFileSync("/proc/self/status");
  const [, size = "NaN"] = new RegExp(`^${field}:\\s*(\\d+) kB`, "m")
    .exec(text) ?? [];
  return Number(size) * 1024;
}
