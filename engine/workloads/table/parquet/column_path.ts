/** The way from a column of a batch to one of its leaves, made once for all. */
import type { ColumnTree, LeafColumn } from "./column_tree.ts";

/** One node on the way, and which of its children comes next. */
export interface PathStep {
  readonly node: ColumnTree;
  /** Of a struct; lists have but one. */
  readonly child: number;
}

export interface ColumnPath {
  readonly leaf: LeafColumn;
  readonly steps: readonly PathStep[];
}

/** One path for each leaf, in the order of columns of the file. */
export function pathsOf(
  tree: ColumnTree,
  above: readonly PathStep[] = [],
): readonly ColumnPath[] {
  switch (tree.kind) {
    case "leaf":
      return [{ leaf: tree, steps: [...above, { node: tree, child: 0 }] }];
    case "list":
      return pathsOf(tree.item, [...above, { node: tree, child: 0 }]);
    case "struct":
      return tree.children.flatMap((child, index) =>
        pathsOf(child, [...above, { node: tree, child: index }])
      );
  }
}
