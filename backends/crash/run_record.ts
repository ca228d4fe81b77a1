/**
 * The log of a run as text, for runs that a seed alone does not repeat: what
 * lanes beside each other did came in an order of its own.
 */
import type { LogRecord, SpaceSpec } from "../../ffi/mod.ts";
import type { RunLog } from "./run_log.ts";

const FORMAT = "stor-verify run log 1";
/** Each state is an image of its own in memory. */
const FILE_BYTES_MAX = 1 << 24;

/** As JSON, one record a line. */
export function saveRunLog({ records, spec }: RunLog): string {
  const head = {
    format: FORMAT,
    ...spec,
    runId: String(spec.runId),
    runKey: String(spec.runKey),
    files: spec.files.map(({ name, objectId }) => ({
      name,
      objectId: String(objectId),
    })),
  };
  return [head, ...records].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Throws a `RangeError` for a text that `saveRunLog` did not write. */
export function loadRunLog(text: string): RunLog {
  const [head, ...lines] = text.trimEnd().split("\n").map(parseLine);
  if (head?.["format"] !== FORMAT) {
    throw new RangeError(`It does not begin with "${FORMAT}"`);
  }
  const spec = specOf(head);
  return {
    spec,
    records: lines.map((line) => placed(recordOf(line), spec)),
  };
}

/** A run that its files cannot hold would be made again as something else. */
function placed(record: LogRecord, spec: SpaceSpec): LogRecord {
  const { bytes, file, generation, offset, op } = record;
  const { fileBytes, files, unitBytes } = spec;
  if (file >= files.length) throw wrong("file");
  if (op === "sync") return record;
  if (offset % unitBytes !== 0 || offset >= fileBytes) throw wrong("offset");
  if (bytes === 0 || bytes % unitBytes !== 0 || bytes > fileBytes - offset) {
    throw wrong("bytes");
  }
  if (generation === 0) throw wrong("generation");
  return record;
}

type Line = Readonly<Record<string, unknown>>;

function parseLine(text: string, index: number): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (isLine(line)) return line;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new RangeError(`Line ${index + 1} is not a JSON object`);
}

function isLine(value: unknown): value is Line {
  return typeof value === "object" && value !== null;
}

function specOf(head: Line): SpaceSpec {
  const unitBytes = numberOf(head, "unitBytes");
  if (unitBytes !== 512 && unitBytes !== 4096) throw wrong("unitBytes");
  const fileBytes = numberOf(head, "fileBytes");
  if (fileBytes % unitBytes !== 0 || fileBytes > FILE_BYTES_MAX) {
    throw wrong("fileBytes");
  }
  const { files } = head;
  if (!Array.isArray(files)) throw wrong("files");
  return {
    runId: bigOf(head, "runId"),
    runKey: bigOf(head, "runKey"),
    files: files.map((file: unknown) => {
      if (!isLine(file)) throw wrong("files");
      return { name: textOf(file, "name"), objectId: bigOf(file, "objectId") };
    }),
    fileBytes,
    unitBytes,
    mode: "create",
    readOnly: false,
    allocate: false,
    dsync: false,
    compressPermille: numberOf(head, "compressPermille"),
    dedupePermille: numberOf(head, "dedupePermille"),
    objectTag: numberOf(head, "objectTag"),
  };
}

function recordOf(line: Line): LogRecord {
  const { lane, op, stage } = line;
  if (stage !== "begun" && stage !== "ended") throw wrong("stage");
  if (op !== "write" && op !== "sync") throw wrong("op");
  return {
    sequence: numberOf(line, "sequence"),
    timeNs: numberOf(line, "timeNs"),
    stage,
    op,
    begun: numberOf(line, "begun"),
    lane: lane === null ? null : numberOf(line, "lane"),
    file: numberOf(line, "file"),
    offset: numberOf(line, "offset"),
    bytes: numberOf(line, "bytes"),
    generation: numberOf(line, "generation"),
    stampSequence: numberOf(line, "stampSequence"),
    seconds: numberOf(line, "seconds"),
    more: line["more"] === true,
    durable: line["durable"] === true,
    hasFailed: line["hasFailed"] === true,
  };
}

function numberOf(line: Line, name: string): number {
  const value = line[name];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw wrong(name);
}

function bigOf(line: Line, name: string): bigint {
  const text = textOf(line, name);
  if (!/^\d{1,20}$/.test(text)) throw wrong(name);
  return BigInt(text);
}

function textOf(line: Line, name: string): string {
  const value = line[name];
  if (typeof value === "string") return value;
  throw wrong(name);
}

function wrong(name: string): RangeError {
  return new RangeError(`Its "${name}" is not what a run log has there`);
}
