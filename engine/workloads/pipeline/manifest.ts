/**
 * What was copied, as a file that can be judged again later and elsewhere: a
 * head line, a line for each object, and a last line with their number and a
 * seal over all before it. JSON Lines, so that any tool can read it.
 */
import type { DigestKind, Digests } from "../../../backends/mod.ts";

/** What the first line of every manifest says that it is. */
export const MANIFEST_FORMAT = "stor-verify-manifest";
/** Raised whenever a line means something else. */
export const MANIFEST_VERSION = 1;

/** One object as it was written. */
export interface ManifestEntry {
  /** Below the destination. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly digests: Digests;
}

export interface ManifestHead {
  /** As printed: without secrets. */
  readonly source: string;
  readonly destination: string;
  /** ISO 8601, UTC. */
  readonly date: string;
}

export interface Manifest extends ManifestHead {
  readonly entries: readonly ManifestEntry[];
}

/** SHA-256 in hexadecimal, of UTF-8. */
export type Seal = (text: string) => string;

/** What is wrong with a manifest, with the number of its line; usage. */
export class ManifestError extends Error {
  constructor(reason: string) {
    super(`Cannot read the manifest: ${reason}`);
    this.name = "ManifestError";
  }
}

const KINDS: readonly DigestKind[] = ["md5", "sha256", "crc32c", "crc64nvme"];
const HEX_LENGTHS: Readonly<Record<DigestKind, number>> = {
  md5: 32,
  sha256: 64,
  crc32c: 8,
  crc64nvme: 16,
};

/** Entries in the order of their keys, so that equal copies give equal files. */
export function writeManifest(manifest: Manifest, seal: Seal): string {
  const { source, destination, date } = manifest;
  const head = {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    source,
    destination,
    date,
  };
  const entries = [...manifest.entries].sort((a, b) =>
    a.key < b.key ? -1 : a.key > b.key ? 1 : 0
  );
  const text = [head, ...entries].map((line) => `${JSON.stringify(line)}\n`)
    .join("");
  return `${text}${lastLine(entries, seal(text))}\n`;
}

function lastLine(entries: readonly ManifestEntry[], seal: string): string {
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  return JSON.stringify({ objects: entries.length, sizeBytes, seal });
}

/** Fails with a `ManifestError` for what was cut, edited, or never was one. */
export function readManifest(text: string, seal: Seal): Manifest {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 2) {
    throw new ManifestError("it ends within a line, or has no end");
  }
  const head = readHead(lines[0] ?? "");
  const last = lines.length - 1;
  const entries = lines.slice(1, last).map((line, index) =>
    readEntry(line, index + 2)
  );
  const end = parseLine(lines[last] ?? "", last + 1);
  const sealed = lines.slice(0, last).map((line) => `${line}\n`).join("");
  if (end["objects"] !== entries.length) {
    throw new ManifestError(
      `its last line tells of ${String(end["objects"] ?? "no")} objects, and ` +
        `it has ${entries.length}`,
    );
  }
  if (lines[last] !== lastLine(entries, seal(sealed))) {
    throw new ManifestError(
      "its seal does not fit: a line was changed since it was written",
    );
  }
  return { ...head, entries };
}

function readHead(line: string): ManifestHead {
  const head = parseLine(line, 1);
  if (head["format"] !== MANIFEST_FORMAT) {
    throw new ManifestError(`its first line is not that of ${MANIFEST_FORMAT}`);
  }
  if (head["version"] !== MANIFEST_VERSION) {
    throw new ManifestError(
      `it has version ${String(head["version"])}, and this program reads ` +
        `version ${MANIFEST_VERSION}`,
    );
  }
  const text = (name: string) => textIn(head, name, 1);
  return {
    source: text("source"),
    destination: text("destination"),
    date: text("date"),
  };
}

function readEntry(line: string, number: number): ManifestEntry {
  const entry = parseLine(line, number);
  const sizeBytes = entry["sizeBytes"];
  if (
    typeof sizeBytes !== "number" || !Number.isSafeInteger(sizeBytes) ||
    sizeBytes < 0
  ) {
    throw new ManifestError(`line ${number} has no "sizeBytes"`);
  }
  const stated = entry["digests"];
  if (!isRecord(stated)) {
    throw new ManifestError(`line ${number} has no "digests"`);
  }
  const digests: Partial<Record<DigestKind, string>> = {};
  for (const kind of KINDS) {
    const value = stated[kind];
    if (value === undefined) continue;
    if (typeof value !== "string" || !isHex(value, HEX_LENGTHS[kind])) {
      throw new ManifestError(`line ${number} has a ${kind} that is none`);
    }
    digests[kind] = value;
  }
  return { key: textIn(entry, "key", number), sizeBytes, digests };
}

function parseLine(line: string, number: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ManifestError(`line ${number} is not JSON`);
  }
  if (isRecord(value)) return value;
  throw new ManifestError(`line ${number} is not an object`);
}

function textIn(
  record: Readonly<Record<string, unknown>>,
  name: string,
  number: number,
): string {
  const value = record[name];
  if (typeof value === "string") return value;
  throw new ManifestError(`line ${number} has no "${name}"`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isHex(text: string, length: number): boolean {
  return text.length === length && /^[0-9a-f]*$/.test(text);
}
