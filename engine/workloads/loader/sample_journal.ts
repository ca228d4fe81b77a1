/**
 * What of a data set and of checkpoints a store has acknowledged: a line of
 * JSON for each file, appended once its put is over. Goes in: what came of
 * puts; comes out: what must be there, also for a later process.
 */
import type { IndexedSample } from "./sample_index.ts";

const FORMAT = "stor-verify-acknowledged";

/** What was acknowledged, by the number of the file or of the shard. */
export interface AcknowledgedSamples {
  readonly files: ReadonlyMap<number, readonly IndexedSample[]>;
  readonly shards: ReadonlySet<number>;
}

/** The first line. */
export function journalHead(runId: string): string {
  return `${JSON.stringify({ journal: FORMAT, version: 1, runId })}\n`;
}

/** Of a file of samples whose put is over. */
export function fileLine(
  file: number,
  samples: readonly IndexedSample[],
): string {
  return `${JSON.stringify({ file, samples })}\n`;
}

/** Of a shard of a checkpoint that is whole. */
export function shardLine(shard: number): string {
  return `${JSON.stringify({ shard })}\n`;
}

/**
 * A last line that a kill cut off is left out: nobody was told of it. Throws a
 * `SyntaxError` for anything else that is not a journal of this run.
 */
export function readJournal(text: string, runId: string): AcknowledgedSamples {
  const files = new Map<number, readonly IndexedSample[]>();
  const shards = new Set<number>();
  const lines = text.split("\n").slice(0, -1);
  if (lines.length > 0 && `${lines[0]}\n` !== journalHead(runId)) {
    throw new SyntaxError(
      `Cannot read what of the samples was acknowledged: it is not of run ` +
        runId,
    );
  }
  for (const [index, line] of lines.slice(1).entries()) {
    const value = parse(line, index + 2);
    if (typeof value["shard"] === "number") shards.add(value["shard"]);
    else if (typeof value["file"] === "number" && isSamples(value["samples"])) {
      files.set(value["file"], value["samples"]);
    } else throw damaged(index + 2);
  }
  return { files, shards };
}

function parse(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    throw damaged(number);
  }
  throw damaged(number);
}

function isSamples(value: unknown): value is readonly IndexedSample[] {
  return Array.isArray(value) &&
    value.every((one) =>
      typeof one === "object" && one !== null &&
      typeof one.key === "string" && typeof one.file === "string" &&
      typeof one.digest === "string" && Number.isSafeInteger(one.offset) &&
      Number.isSafeInteger(one.sizeBytes) &&
      Number.isSafeInteger(one.plainBytes)
    );
}

function damaged(number: number): SyntaxError {
  return new SyntaxError(
    `Cannot read what of the samples was acknowledged: line ${number} is ` +
      "damaged",
  );
}
