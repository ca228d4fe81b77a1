/**
 * Values of an array of Arrow in the form that pages have: integers of four
 * bytes at least, decimals big endian, times in units of the format. What is
 * in that form already is a view. A value that would be changed by it is a
 * `RangeError`.
 */
import type { Data } from "apache-arrow";
import { decimalBytes } from "./arrow_values.ts";
import type { LeafColumn } from "./column_tree.ts";
import type { Bitmap } from "./level_core.ts";
import type { BytesValues, FixedValues, PageCore } from "./page_core.ts";

/** Of a whole array; places in it are those of Arrow. */
export type PhysicalValues =
  | Pick<FixedValues, "kind" | "bytes" | "widthBytes">
  | Pick<BytesValues, "kind" | "bytes" | "offsets">
  | ({ readonly kind: "bits" } & Bitmap);

const MILLIS_A_DAY = 86_400_000n;
const OFFSET_MAX = 0x7fff_ffffn;

/** `data` must have the type that the leaf was made from. */
export function physicalValues(
  core: PageCore,
  leaf: LeafColumn,
  data: Data,
): PhysicalValues {
  const { conversion, storage } = leaf;
  if (data.dictionary !== undefined && data.dictionary !== null) {
    return dictionaryValues(core, leaf, data);
  }
  const { physical, widthBytes } = storage;
  if (conversion === "null") return { kind: "fixed", bytes: NONE, widthBytes };
  if (physical === "boolean") {
    return { kind: "bits", bits: data.values, bitOffset: data.offset };
  }
  if (physical === "bytes") {
    return { kind: "bytes", ...bytesValues(leaf, data) };
  }
  return { kind: "fixed", bytes: fixedBytes(leaf, data), widthBytes };
}

const NONE = new Uint8Array(0);

function viewOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function fixedBytes(leaf: LeafColumn, { length, values }: Data): Uint8Array {
  switch (leaf.conversion) {
    case "narrow":
      return viewOf(Int32Array.from(values.subarray(0, length)));
    case "scaled":
      return viewOf(
        values instanceof BigInt64Array
          ? values.map((seconds) => seconds * 1000n)
          : values.map((seconds: number) => seconds * 1000),
      );
    case "days":
      return viewOf(Int32Array.from(values, (millis: bigint) => {
        if (millis % MILLIS_A_DAY === 0n) return Number(millis / MILLIS_A_DAY);
        throw new RangeError(
          `Cannot write the date ${millis} ms of column "${leaf.name}": it ` +
            `is not a whole day`,
        );
      }));
    case "decimal":
      return bigEndian(leaf, viewOf(values), length);
    default:
      return viewOf(values);
  }
}

/**
 * Bytes left out must say no more than the sign does. Arrays of the library may
 * be longer than their values, and shorter where nulls are at their end.
 */
function bigEndian(
  leaf: LeafColumn,
  from: Uint8Array,
  count: number,
): Uint8Array {
  const { widthBytes } = leaf.storage;
  const fromBytes = decimalBytes(leaf);
  const to = new Uint8Array(count * widthBytes);
  for (let index = 0; index < count; index++) {
    const start = index * fromBytes;
    const end = (index + 1) * widthBytes;
    for (let byte = 0; byte < widthBytes; byte++) {
      to[end - 1 - byte] = from[start + byte] ?? 0;
    }
    const sign = (to[end - widthBytes] ?? 0) > 0x7f ? 0xff : 0;
    for (let byte = widthBytes; byte < fromBytes; byte++) {
      if ((from[start + byte] ?? 0) === sign) continue;
      throw new RangeError(
        `Cannot write value ${index} of column "${leaf.name}": it has more ` +
          `digits than its type`,
      );
    }
  }
  return to;
}

function bytesValues(leaf: LeafColumn, { length, valueOffsets, values }: Data) {
  // The library says Int32Array of arrays that have offsets of 8 bytes too.
  const offsets: unknown = valueOffsets;
  if (!(offsets instanceof BigInt64Array)) {
    return { bytes: values, offsets: valueOffsets };
  }
  const first = offsets[0] ?? 0n;
  const last = offsets[length] ?? first;
  if (last - first > OFFSET_MAX) {
    throw new RangeError(
      `Cannot write ${last - first} bytes of column "${leaf.name}" at once: ` +
        `at most ${OFFSET_MAX} fit in a batch`,
    );
  }
  return {
    bytes: values.subarray(Number(first), Number(last)),
    offsets: Int32Array.from(
      offsets.subarray(0, length + 1),
      (offset) => Number(offset - first),
    ),
  };
}

function dictionaryValues(
  core: PageCore,
  leaf: LeafColumn,
  data: Data,
): PhysicalValues {
  const chunks: readonly Data[] = data.dictionary?.data ?? [];
  const [first] = chunks;
  if (chunks.length !== 1 || first === undefined || first.nullCount > 0) {
    throw new RangeError(
      `Cannot write column "${leaf.name}": its dictionary has ` +
        `${chunks.length} parts or a null, and must be one part without`,
    );
  }
  const known = physicalValues(core, leaf, first);
  const isNull = data.nullCount > 0;
  const indices = Uint32Array.from(
    data.values.subarray(0, data.length),
    // What stands in the place of a null need not be a place.
    (at: number | bigint, index: number) =>
      isNull && !data.getValid(index) ? 0 : Number(at),
  );
  if (first.length === 0) {
    return known.kind === "fixed"
      ? { ...known, bytes: new Uint8Array(data.length * known.widthBytes) }
      : {
        kind: "bytes",
        bytes: NONE,
        offsets: new Int32Array(data.length + 1),
      };
  }
  const gathered = gather(core, known, { count: first.length, indices });
  if (gathered !== undefined) return gathered;
  throw new RangeError(
    `Cannot write column "${leaf.name}": it points outside its dictionary`,
  );
}

function gather(
  core: PageCore,
  known: PhysicalValues,
  { count, indices }: { readonly count: number; readonly indices: Uint32Array },
): PhysicalValues | undefined {
  if (known.kind === "bits") return undefined;
  if (known.kind === "fixed") {
    const { widthBytes } = known;
    const bytes = new Uint8Array(indices.length * widthBytes);
    const dictionary = known.bytes;
    const isKnown = core.gatherFixed({
      dictionary,
      count,
      widthBytes,
      indices,
      to: bytes,
    });
    return isKnown ? { kind: "fixed", bytes, widthBytes } : undefined;
  }
  const dictionaryOffsets = known.offsets.subarray(0, count + 1);
  const size = core.gatheredSizeBytes(dictionaryOffsets, indices);
  if (size < 0) return undefined;
  const bytes = new Uint8Array(size);
  const offsets = new Int32Array(indices.length + 1);
  const isKnown = core.gatherBytes({
    dictionary: known.bytes,
    dictionaryOffsets,
    indices,
    offsets,
    to: bytes,
  });
  return isKnown ? { kind: "bytes", bytes, offsets } : undefined;
}
