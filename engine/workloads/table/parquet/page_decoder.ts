/**
 * Values of one page, by its encoding, to the values of their column. In: the
 * bytes behind the levels, and how many values there must be; out: exactly
 * that many, or a `FormatError`.
 */
import { DenseValues } from "./dense_values.ts";
import { encodingName, ENCODINGS } from "./encodings.ts";
import { FormatError, type FormatErrorKind } from "./format_error.ts";
import type { PageCore } from "./page_core.ts";
import type { RoomLimit } from "./room_limit.ts";

/** Values that one byte of differences can be at most, with room for doubt. */
const DELTAS_PER_BYTE_MAX = 1 << 12;

export interface PageBytes {
  readonly from: Uint8Array<ArrayBuffer>;
  readonly count: number;
  readonly encoding: number;
  /** Where it stands in sentences. */
  readonly part: string;
  /** Of the bytes of byte arrays; whoever calls asks for the room of a slot. */
  readonly limit: RoomLimit;
}

/** Adds the values of a page; `dictionary` is that of its chunk. */
export function decodePage(
  core: PageCore,
  { page, dictionary, to }: {
    readonly page: PageBytes;
    readonly dictionary: DenseValues | undefined;
    readonly to: DenseValues;
  },
): void {
  const { count, encoding } = page;
  if (count === 0) return;
  const isIndexed = encoding === ENCODINGS.dictionary ||
    encoding === ENCODINGS.oldDictionary;
  if (isIndexed) decodeIndexed(core, page, { dictionary, to });
  else if (to.storage.physical === "bytes") decodeBytes(core, page, to);
  else decodeFixed(core, page, to);
  to.count += count;
}

function fault(
  { part }: PageBytes,
  kind: FormatErrorKind,
  reason: string,
): FormatError {
  return new FormatError({ part, kind, reason });
}

function decodeIndexed(
  core: PageCore,
  page: PageBytes,
  { dictionary, to }: {
    readonly dictionary: DenseValues | undefined;
    readonly to: DenseValues;
  },
): void {
  if (dictionary === undefined) {
    throw fault(page, "malformed", "it needs a dictionary that is not there");
  }
  const widthBits = page.from[0] ?? 33;
  const indices = new Uint32Array(page.count);
  const read = widthBits > 32 ? -1 : core.decodeHybrid({
    from: page.from.subarray(1),
    widthBits,
    valueMax: dictionary.count - 1,
    to: indices,
  });
  if (read < 0 || dictionary.count === 0) {
    throw fault(
      page,
      "malformed",
      "its places in the dictionary make no sense",
    );
  }
  if (to.storage.physical !== "bytes") {
    const { bytes, count, widthBytes } = dictionary;
    const room = to.reserveFixed(page.count);
    const isKnown = core.gatherFixed({
      dictionary: bytes,
      count,
      widthBytes,
      indices,
      to: room,
    });
    if (isKnown) return;
  } else {
    const dictionaryOffsets = dictionary.offsets.subarray(
      0,
      dictionary.count + 1,
    );
    const size = core.gatheredSizeBytes(dictionaryOffsets, indices);
    page.limit.take(Math.max(0, size), page.part);
    const room = size < 0 ? undefined : to.reserveBytes(page.count, size);
    const isKnown = room !== undefined && core.gatherBytes({
      dictionary: dictionary.bytes,
      dictionaryOffsets,
      indices,
      ...room,
    });
    if (isKnown) return;
  }
  throw fault(page, "malformed", "it points outside its dictionary");
}

function decodeBytes(core: PageCore, page: PageBytes, to: DenseValues): void {
  const { count, encoding: number, from } = page;
  const encoding = number === ENCODINGS.plain
    ? "plain"
    : number === ENCODINGS.deltaLength
    ? "deltaLength"
    : number === ENCODINGS.deltaBytes
    ? "delta"
    : undefined;
  if (encoding === undefined) throw unknown(page, to);
  const isFew = encoding === "plain"
    ? count <= from.length / 4
    : count <= DELTAS_PER_BYTE_MAX * from.length;
  if (!isFew) throw short(page);
  // Plain values are shorter than their page, whatever their lengths say.
  const size = encoding === "plain"
    ? from.length
    : core.decodedSizeBytes({ encoding, from, count });
  page.limit.take(Math.max(0, size), page.part);
  const room = size < 0 ? undefined : to.reserveBytes(count, size);
  const read = room === undefined
    ? -1
    : core.decodeBytes({ encoding, from, count, ...room });
  if (read < 0) throw short(page);
}

function decodeFixed(core: PageCore, page: PageBytes, to: DenseValues): void {
  const { count, encoding, from } = page;
  const { physical } = to.storage;
  if (physical === "boolean") return decodeBooleans(core, page, to);
  const { widthBytes } = to;
  if (encoding === ENCODINGS.plain) {
    if (from.length < count * widthBytes) throw short(page);
    to.reserveFixed(count).set(from.subarray(0, count * widthBytes));
    return;
  }
  // A header that lies must not make us take more room than a page can fill.
  if (encoding === ENCODINGS.split) {
    if (from.length !== count * widthBytes) throw short(page);
    const room = to.reserveFixed(count);
    if (core.decodeSplit({ from, widthBytes, count, to: room }) < 0) {
      throw short(page);
    }
    return;
  }
  if (encoding === ENCODINGS.deltaPacked && /^int(32|64)$/.test(physical)) {
    if (count > DELTAS_PER_BYTE_MAX * from.length) throw short(page);
    const width = widthBytes === 4 ? 4 : 8;
    const room = to.reserveFixed(count);
    const read = core.decodeDelta({ from, widthBytes: width, count, to: room });
    if (read < 0) throw short(page);
    return;
  }
  if (encoding === ENCODINGS.deltaBytes && physical === "fixed") {
    const bytes = new DenseValues(core, { physical: "bytes", widthBytes: 0 });
    decodeBytes(core, page, bytes);
    bytes.count = count;
    if (bytes.sizeBytes !== count * widthBytes) throw short(page);
    to.reserveFixed(count).set(bytes.bytes.subarray(0, bytes.sizeBytes));
    return;
  }
  throw unknown(page, to);
}

function decodeBooleans(
  core: PageCore,
  page: PageBytes,
  to: DenseValues,
): void {
  const { count, encoding, from } = page;
  const room = to.reserveFixed(count);
  if (encoding === ENCODINGS.plain) {
    if (from.length * 8 < count) throw short(page);
    for (let index = 0; index < count; index++) {
      room[index] = ((from[index >> 3] ?? 0) >> (index & 7)) & 1;
    }
    return;
  }
  if (encoding !== ENCODINGS.rle) throw unknown(page, to);
  const runs = from.subarray(4);
  const read = core.decodeHybrid({
    from: runs,
    widthBits: 1,
    valueMax: 1,
    to: room,
  });
  if (from.length < 4 || read < 0) throw short(page);
}

function short(page: PageBytes): FormatError {
  return fault(page, "malformed", `it does not hold its ${page.count} values`);
}

function unknown(page: PageBytes, { storage }: DenseValues): FormatError {
  const name = encodingName(page.encoding);
  const { physical } = storage;
  const what = `values of ${physical} in the encoding ${name}`;
  return fault(page, "unsupported", `it has ${what}, which is not read`);
}
