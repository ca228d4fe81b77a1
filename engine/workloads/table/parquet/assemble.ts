/**
 * From the levels and values of leaves to arrays of Arrow. In: the tree of a
 * column with its decoders; out: one array of all rows, or a `FormatError` for
 * levels that contradict each other.
 */
import type { Data, DataType } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import { arrowValues } from "./arrow_values.ts";
import type { ColumnDecoder } from "./column_decoder.ts";
import {
  type ColumnTree,
  firstLeaf,
  type LeafColumn,
  type ListColumn,
  type StructColumn,
} from "./column_tree.ts";
import { evenItems } from "./even_items.ts";
import { FormatError, quoted } from "./format_error.ts";
import type { PageCore } from "./page_core.ts";
import type { RoomLimit } from "./room_limit.ts";

/** What is needed on the way. */
export interface Assembly {
  readonly arrow: ArrowLibrary;
  readonly core: PageCore;
  /** By the number of the leaf. */
  readonly decoders: ReadonlyMap<number, ColumnDecoder>;
  readonly limit: RoomLimit;
}

/** Of an item that stands in the place of none, about. */
const ITEM_BYTES = 8;

/** The array of a column that is no part of another. */
export function assemble(assembly: Assembly, tree: ColumnTree): Data<DataType> {
  switch (tree.kind) {
    case "leaf":
      return assembleLeaf(assembly, tree);
    case "list":
      return assembleList(assembly, tree);
    case "struct":
      return assembleStruct(assembly, tree);
  }
}

interface Slots {
  readonly count: number;
  readonly nullCount: number;
  readonly bits: Uint8Array<ArrayBuffer>;
}

function decoderOf({ decoders }: Assembly, tree: ColumnTree): ColumnDecoder {
  const decoder = decoders.get(firstLeaf(tree)?.index ?? -1);
  if (decoder !== undefined) return decoder;
  throw new Error(`Column "${tree.name}" was not decoded`);
}

/** Which of its slots a node fills. */
function slotsOf(assembly: Assembly, tree: ColumnTree): Slots {
  const decoder = decoderOf(assembly, tree);
  const { present, repetition, slot } = tree;
  const entries = decoder.entryCount;
  if (decoder.isWhole) {
    const none = { nullCount: 0, bits: new Uint8Array(0) };
    const isEach = repetition === decoder.leaf.repetition;
    if (isEach) return { count: entries, ...none };
    const rowCount = assembly.core.countRows(decoder.repetition);
    if (repetition === 0) return { count: rowCount, ...none };
  }
  assembly.limit.take(entries >> 3, `column ${quoted(tree.name)}`);
  const bits = new Uint8Array((entries + 7) >> 3);
  const [count, nullCount] = assembly.core.readValidity({
    definition: decoder.definition,
    ...(decoder.leaf.repetition === 0
      ? {}
      : { repetition: decoder.repetition }),
    node: { present, repetition, slot },
    to: { bits, bitOffset: 0 },
  });
  return { count, nullCount, bits };
}

function assembleLeaf(assembly: Assembly, leaf: LeafColumn): Data<DataType> {
  const { arrow, core } = assembly;
  const { values } = decoderOf(assembly, leaf);
  const { bits, count, nullCount } = slotsOf(assembly, leaf);
  if (leaf.conversion === "null") {
    return new arrow.Data(new arrow.Null(), 0, count, count);
  }
  if (values.count !== count - nullCount) {
    throw wrong(leaf, `${values.count} values for ${count - nullCount} places`);
  }
  const buffers = arrowValues(core, leaf, {
    values,
    count,
    validity: nullCount > 0 ? { bits, bitOffset: 0 } : undefined,
  });
  const validity = nullCount > 0 ? bits : undefined;
  return arrayOf(arrow, leaf, { ...buffers, count, nullCount, validity });
}

function assembleList(assembly: Assembly, list: ListColumn): Data<DataType> {
  const { arrow, core, limit } = assembly;
  const { present, repetition, slot } = list;
  const part = `column ${quoted(list.name)}`;
  const { bits, count, nullCount } = slotsOf(assembly, list);
  const decoder = decoderOf(assembly, list);
  limit.take(4 * count, part);
  const offsets = new Int32Array(count + 1);
  const read = core.readOffsets({
    ...(decoder.isWhole ? {} : { definition: decoder.definition }),
    repetition: decoder.repetition,
    node: { present, repetition, slot },
    item: present + 1,
    offsets,
  });
  if (read !== count) throw wrong(list, "items that belong to no list");
  const item = assemble(assembly, list.item);
  if (offsets[count] !== item.length) {
    throw wrong(list, `${item.length} items for ${offsets[count]} places`);
  }
  const validity = nullCount > 0 ? bits : undefined;
  const { type } = list;
  if (arrow.DataType.isFixedSizeList(type)) {
    const sizeItems = type.listSize;
    // Nulls have items in Arrow, and none in a file.
    if (nullCount > 0) limit.take(ITEM_BYTES * sizeItems * nullCount, part);
    const items = evenItems(arrow, { item, offsets, sizeItems, validity });
    if (items === undefined) {
      throw wrong(list, `lists that have not ${sizeItems} items`);
    }
    const children = [items];
    return arrayOf(arrow, list, { count, nullCount, validity, children });
  }
  const ends = arrow.DataType.isLargeList(type)
    ? BigInt64Array.from(offsets, BigInt)
    : offsets;
  const parts = { offsets: ends, children: [item] };
  return arrayOf(arrow, list, { ...parts, count, nullCount, validity });
}

function assembleStruct(
  assembly: Assembly,
  struct: StructColumn,
): Data<DataType> {
  const { arrow } = assembly;
  const { bits, count, nullCount } = slotsOf(assembly, struct);
  const children = struct.children.map((child) => assemble(assembly, child));
  const other = children.find((child) => child.length !== count);
  if (other !== undefined) {
    throw wrong(struct, `${count} rows, and one of its fields ${other.length}`);
  }
  const validity = nullCount > 0 ? bits : undefined;
  return arrayOf(arrow, struct, { count, nullCount, validity, children });
}

interface ArrayParts {
  readonly count: number;
  readonly nullCount: number;
  readonly offsets?: Int32Array | BigInt64Array | undefined;
  readonly values?: ArrayBufferView | undefined;
  readonly validity?: Uint8Array | undefined;
  readonly children?: readonly Data<DataType>[];
}

function arrayOf(
  arrow: ArrowLibrary,
  { type }: ColumnTree,
  { children = [], count, nullCount, offsets, validity, values }: ArrayParts,
): Data<DataType> {
  // The library asks for a buffer of each kind, and takes those there are.
  const buffers = [offsets, values, validity] as unknown as Data<DataType>;
  return new arrow.Data(type, 0, count, nullCount, buffers, [...children]);
}

function wrong({ name }: ColumnTree, reason: string): FormatError {
  return new FormatError({
    part: `column ${quoted(name)}`,
    kind: "malformed",
    reason: `it has ${reason}`,
  });
}
