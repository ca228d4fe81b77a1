/**
 * Columns as both sides see them: a tree of what Arrow calls lists and structs,
 * whose leaves are the columns of the file, each with its levels. Made from a
 * schema of Arrow to write, and from the elements of a footer to read.
 */
import type { DataType } from "apache-arrow";
import type { LogicalType } from "./file_metadata.ts";

/** Types that values have in pages, by their numbers in the format. */
export const PHYSICAL_TYPES = [
  "boolean",
  "int32",
  "int64",
  "int96",
  "float",
  "double",
  "bytes",
  "fixed",
] as const;
export type PhysicalType = (typeof PHYSICAL_TYPES)[number];

/** How values lie in pages, and what they mean there. */
export interface Storage {
  readonly physical: PhysicalType;
  /** Of one value; 0 for bytes of any length and for booleans. */
  readonly widthBytes: number;
  readonly logical?: LogicalType;
}

/**
 * How values of Arrow become those of pages, and back. `same`: byte for byte.
 * `narrow`: integers of 1 or 2 bytes are kept in 4. `scaled`: times in seconds
 * are kept in milliseconds. `days`: dates in milliseconds are kept in days.
 * `decimal`: big endian. `large`: offsets of 8 bytes. `int96`: only read.
 */
export type Conversion =
  | "same"
  | "narrow"
  | "scaled"
  | "days"
  | "decimal"
  | "large"
  | "int96"
  | "null";

/** Levels of a node; see `NodeLevels`. */
interface ColumnNode {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: DataType;
  /** Lists at or above the node, without itself. */
  readonly repetition: number;
  /** Definition level of the items of the nearest of them. */
  readonly slot: number;
  /** Definition level from which on it is not null. */
  readonly present: number;
}

export interface LeafColumn extends ColumnNode {
  readonly kind: "leaf";
  /** Among all leaves of the file, in the order of its columns. */
  readonly index: number;
  /** As it stands in the file. */
  readonly path: readonly string[];
  readonly storage: Storage;
  readonly conversion: Conversion;
}

export interface ListColumn extends ColumnNode {
  readonly kind: "list";
  readonly item: ColumnTree;
  /** Names of the groups between it and its items: `list`, or none. */
  readonly between: string;
  /** A map is a list of structs of key and value. */
  readonly isMap: boolean;
}

export interface StructColumn extends ColumnNode {
  readonly kind: "struct";
  readonly children: readonly ColumnTree[];
}

export type ColumnTree = LeafColumn | ListColumn | StructColumn;

/** Levels are kept in bytes; the format allows more, and nobody uses it. */
export const LEVEL_MAX = 255;

/** Leaves from left to right, which is the order of columns in a file. */
export function leavesOf(tree: ColumnTree): readonly LeafColumn[] {
  switch (tree.kind) {
    case "leaf":
      return [tree];
    case "list":
      return leavesOf(tree.item);
    case "struct":
      return tree.children.flatMap(leavesOf);
  }
}

/** The leaf whose levels tell those of the nodes above it. */
export function firstLeaf(tree: ColumnTree): LeafColumn | undefined {
  return leavesOf(tree)[0];
}

/** `id`, `tags.list.element`: for sentences, never to be taken apart again. */
export function pathText(path: readonly string[]): string {
  return path.join(".");
}
