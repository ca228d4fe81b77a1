/**
 * What a copy has done so far, line by line, so that another process can go on
 * without sending again what is there. Goes in: lines as they were appended;
 * comes out: what is done, and what was begun. A last line that was cut is what
 * a crash leaves, and counts as not written.
 */
import type { Digests, StreamPart } from "../../../backends/mod.ts";
import type { ResumePoint } from "./copy_ports.ts";

/** One line. */
export type JournalLine =
  | {
    readonly line: "copy";
    readonly source: string;
    readonly destination: string;
  }
  | {
    readonly line: "begun";
    readonly key: string;
    /** Empty: nobody can go on with it. */
    readonly resumeId: string;
    readonly chunkBytes: number;
    readonly sourceEtag: string;
  }
  | {
    readonly line: "part";
    readonly key: string;
    readonly index: number;
    readonly part: StreamPart;
  }
  | {
    readonly line: "done";
    readonly key: string;
    readonly sizeBytes: number;
    /** Of the object at the source, and of that at the destination. */
    readonly sourceEtag: string;
    readonly etag: string;
    readonly digests: Digests;
  };

/** An object that was copied whole. */
export type DoneObject = Extract<JournalLine, { line: "done" }>;

export interface CopyState {
  /** `null`: nothing was written down. */
  readonly ends:
    | { readonly source: string; readonly destination: string }
    | null;
  readonly done: ReadonlyMap<string, DoneObject>;
  readonly begun: ReadonlyMap<string, ResumePoint>;
  /** Of whole lines; what follows was cut by a crash. */
  readonly sizeBytes: number;
}

/** Fails with a `SyntaxError` that names the line that is no line of ours. */
export function readJournal(text: string): CopyState {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const done = new Map<string, DoneObject>();
  const begun = new Map<string, ResumePoint>();
  const parts = new Map<string, Map<number, StreamPart>>();
  let ends: CopyState["ends"] = null;
  for (const [index, line] of whole.split("\n").entries()) {
    if (line === "") continue;
    const entry = parseLine(line, index + 1);
    switch (entry.line) {
      case "copy":
        ends = { source: entry.source, destination: entry.destination };
        break;
      case "begun": {
        const own = new Map<number, StreamPart>();
        parts.set(entry.key, own);
        const { resumeId, chunkBytes, sourceEtag } = entry;
        begun.set(entry.key, { resumeId, chunkBytes, sourceEtag, parts: own });
        break;
      }
      case "part":
        parts.get(entry.key)?.set(entry.index, entry.part);
        break;
      case "done":
        done.set(entry.key, entry);
        begun.delete(entry.key);
        break;
    }
  }
  const sizeBytes = new TextEncoder().encode(whole).length;
  return { ends, done, begun, sizeBytes };
}

/** The line as it is appended, with its end. */
export function journalText(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

const SHAPES: Readonly<Record<JournalLine["line"], Record<string, string>>> = {
  copy: { source: "string", destination: "string" },
  begun: {
    key: "string",
    resumeId: "string",
    chunkBytes: "number",
    sourceEtag: "string",
  },
  part: { key: "string", index: "number", part: "object" },
  done: {
    key: "string",
    sizeBytes: "number",
    sourceEtag: "string",
    etag: "string",
    digests: "object",
  },
};

function parseLine(text: string, number: number): JournalLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError(`line ${number} is not JSON`);
  }
  if (isLine(value)) return value;
  throw new SyntaxError(`line ${number} is no line of a copy`);
}

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const shape = Object.entries(SHAPES)
    .find(([line]) => line === fields.get("line"))?.[1];
  return shape !== undefined &&
    Object.entries(shape).every(([name, type]) => {
      const field = fields.get(name);
      return typeof field === type && field !== null;
    }) && (fields.get("line") !== "part" || isPart(fields.get("part")));
}

function isPart(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return /^[0-9a-f]{16}$/.test(String(fields.get("crc64nvme"))) &&
    typeof fields.get("sizeBytes") === "number" &&
    fields.get("isThere") === true && typeof fields.get("etag") === "string";
}
