/**
 * One page of a listing: keys with a prefix, folded at a delimiter, in the order
 * of their bytes. Goes in: what is asked for; comes out: a page. A folded prefix
 * costs one query, however many keys are below it.
 */
import type { Metadata } from "./metadata.ts";
import type { ObjectRow } from "./object_row.ts";

export interface ListRequest {
  readonly prefix: string;
  /** Empty: nothing is folded. */
  readonly delimiter: string;
  /** Objects and prefixes together, at least 1. */
  readonly limit: number;
  /** Key or prefix that the page follows; empty: from the start. */
  readonly after: string;
}

export interface ListedObjects {
  readonly objects: readonly ObjectRow[];
  readonly prefixes: readonly string[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Rows of one query. */
const ROWS = 256;

/** Fails as the database does. */
export async function listObjects(
  metadata: Pick<Metadata, "page">,
  request: ListRequest,
): Promise<ListedObjects> {
  const { prefix, delimiter, limit, after } = request;
  const objects: ObjectRow[] = [];
  const prefixes: string[] = [];
  let last = "";
  let from = firstOf(request);
  while (true) {
    const rows = await metadata.page(
      from.bytes,
      from.isAfter,
      Math.min(ROWS, limit - objects.length - prefixes.length + 1),
    );
    for (const row of rows) {
      if (!row.key.startsWith(prefix)) return { objects, prefixes };
      const folded = foldOf(row.key, prefix, delimiter);
      if (folded !== undefined && folded === after) continue;
      if (objects.length + prefixes.length === limit) {
        return { objects, prefixes, next: last };
      }
      last = folded ?? row.key;
      if (folded === undefined) {
        objects.push(row);
        from = { bytes: bytesOf(row.key), isAfter: true };
        continue;
      }
      prefixes.push(folded);
      from = { bytes: behind(bytesOf(folded)), isAfter: false };
      break;
    }
    if (rows.length === 0) return { objects, prefixes };
  }
}

interface Start {
  readonly bytes: Uint8Array;
  readonly isAfter: boolean;
}

function firstOf({ prefix, after, delimiter }: ListRequest): Start {
  const [start, marker] = [bytesOf(prefix), bytesOf(after)];
  if (after === "" || compare(marker, start) < 0) {
    return { bytes: start, isAfter: false };
  }
  const isFolded = delimiter !== "" && after.length > prefix.length &&
    foldOf(after, prefix, delimiter) === after;
  return isFolded
    ? { bytes: behind(marker), isAfter: false }
    : { bytes: marker, isAfter: true };
}

/** What the key shares with others up to the delimiter. */
function foldOf(
  key: string,
  prefix: string,
  delimiter: string,
): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** The first bytes that begin otherwise; UTF-8 has no byte 255. */
function behind(bytes: Uint8Array): Uint8Array {
  const next = bytes.slice();
  next[next.length - 1] = (next.at(-1) ?? 0) + 1;
  return next;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
