/**
 * Bodies and pages as a lying store has them: what the armed fault points do to
 * bytes on their way out, on their way in, and to the entries of a listing.
 */
import {
  ClientFailure,
  type ListedKey,
  type ListedPage,
  type StoreBody,
} from "./store_client.ts";

/** Asks a point about one request: its arg where it fires. */
export type Ask = (point: string, defaultArg?: number) => number | null;

const SECTOR_BYTES = 512;
/** A name that no run puts. */
const STRANGER = "never-put";

/**
 * The bytes as they land: of an object of which `old` is there. Never changes
 * what it is given.
 */
export async function spoilBytes(
  ask: Ask,
  bytes: Uint8Array<ArrayBuffer>,
  old: () => Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes.length === 0) return bytes;
  const bit = ask("write.bitflip");
  if (bit !== null) return flipped(bytes, bit);
  if (ask("write.zero", 0) !== null) return new Uint8Array(bytes.length);
  const head = ask("write.torn-head", SECTOR_BYTES);
  if (head !== null) return torn({ bytes, old: await old(), from: head });
  const tail = ask("write.torn-tail", SECTOR_BYTES);
  if (tail === null) return bytes;
  return torn({ bytes, old: await old(), from: 0, to: tail });
}

interface Tear {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly old: Uint8Array;
  /** What is between them does not land. */
  readonly from: number;
  readonly to?: number;
}

function torn({ bytes, old, from, to }: Tear): Uint8Array<ArrayBuffer> {
  const landed = bytes.slice();
  landed.subarray(from, to).fill(0);
  landed.set(
    old.subarray(from, Math.min(to ?? bytes.length, bytes.length)),
    from,
  );
  return landed;
}

/** The body as it comes; one point at most. */
export function spoilBody(ask: Ask, body: StoreBody): StoreBody {
  const { chunks, sizeBytes } = body;
  const cut = ask("http.receive.cut", SECTOR_BYTES);
  if (cut !== null) {
    const last = Math.max(0, (sizeBytes ?? cut + 1) - 1);
    return { sizeBytes, chunks: cutAfter(chunks, Math.min(cut, last)) };
  }
  const short = ask("read.short", SECTOR_BYTES);
  if (short !== null) {
    const bytes = Math.min(short, sizeBytes ?? short);
    return { sizeBytes: bytes, chunks: firstOf(chunks, bytes) };
  }
  if (ask("read.zeros", 0) !== null) {
    return {
      sizeBytes,
      chunks: each(chunks, ({ length }) => new Uint8Array(length)),
    };
  }
  const bit = ask("read.bitflip");
  if (bit === null) return body;
  let isFirst = true;
  return {
    sizeBytes,
    chunks: each(chunks, (chunk) => {
      if (!isFirst || chunk.length === 0) return chunk;
      isFirst = false;
      const place = bit % (Math.min(SECTOR_BYTES, chunk.length) * 8);
      return flipped(chunk.slice(), place);
    }),
  };
}

/** Each entry meets its own fate. */
export function spoilPage(ask: Ask, page: ListedPage): ListedPage {
  const entries = page.entries.flatMap((entry): ListedKey[] => {
    if (ask("list.missing", 0) !== null) return [];
    if (ask("list.extra", 0) !== null) {
      return [entry, { key: `${entry.key}/${STRANGER}`, sizeBytes: 1 }];
    }
    if (ask("list.repeat", 0) !== null) return [entry, entry];
    const sizeBytes = ask("list.size", 0);
    return [sizeBytes === null ? entry : { ...entry, sizeBytes }];
  });
  return { ...page, entries };
}

function flipped(
  bytes: Uint8Array<ArrayBuffer>,
  bit: number,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const at = bit % (copy.length * 8);
  const index = Math.floor(at / 8);
  copy[index] = (copy[index] ?? 0) ^ 1 << at % 8;
  return copy;
}

async function* each(
  chunks: AsyncIterable<Uint8Array>,
  change: (chunk: Uint8Array) => Uint8Array,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield change(chunk);
}

/** All of the body is taken, as its connection wants; `bytes` are passed on. */
async function* firstOf(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    const kept = chunk.subarray(0, left);
    left -= kept.length;
    if (kept.length > 0) yield kept;
  }
}

async function* cutAfter(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  yield* firstOf(chunks, bytes);
  throw new ClientFailure("HTTP_TRUNCATED");
}
