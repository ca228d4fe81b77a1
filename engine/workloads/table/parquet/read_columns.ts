/**
 * From the elements of a footer to the tree of columns that is read, and the
 * schema of Arrow that batches will have. In: elements that may say anything,
 * and the schema that the writer had, if it left one; out: a `FormatError`
 * for a tree that is none.
 */
import type { DataType, Field, Schema } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import { type ColumnTree, LEVEL_MAX } from "./column_tree.ts";
import type { SchemaElement } from "./file_metadata.ts";
import { FormatError, quoted } from "./format_error.ts";
import { readAs, storageOf } from "./leaf_storage.ts";

/** Deeper than any file that somebody means to read. */
const DEPTH_MAX = 64;
const OPTIONAL = 1;
const REPEATED = 2;
const CONVERTED_MAPS: readonly unknown[] = [1, 2];
const CONVERTED_LIST = 3;

interface Element {
  readonly element: SchemaElement;
  readonly children: readonly Element[];
}

interface Place {
  readonly path: readonly string[];
  readonly repetition: number;
  readonly slot: number;
  readonly definition: number;
}

/** One tree for each field of the file. */
export function readColumns(
  arrow: ArrowLibrary,
  elements: readonly SchemaElement[],
  wanted: Schema | undefined,
): readonly ColumnTree[] {
  const root = nest(elements);
  const place = { path: [], repetition: 0, slot: 0, definition: 0 };
  const walk = new ElementWalk(arrow);
  return root.children.map((child, index) => {
    const field = wanted?.fields[index];
    const { name } = child.element;
    return walk.field(child, place, field?.name === name ? field : undefined);
  });
}

/** The schema of these columns. */
export function schemaOf(
  arrow: ArrowLibrary,
  trees: readonly ColumnTree[],
  metadata?: Map<string, string>,
): Schema {
  return new arrow.Schema(trees.map((tree) => fieldOf(arrow, tree)), metadata);
}

/** The field of one column. */
export function fieldOf(arrow: ArrowLibrary, tree: ColumnTree): Field {
  return new arrow.Field(tree.name, tree.type, tree.isOptional);
}

function malformed(reason: string): FormatError {
  return new FormatError({ part: "schema", kind: "malformed", reason });
}

function nest(elements: readonly SchemaElement[]): Element {
  let at = 0;
  const take = (depth: number): Element => {
    const element = elements[at++];
    if (element === undefined) throw malformed("it has too few elements");
    if (depth > DEPTH_MAX) throw malformed(`it is deeper than ${DEPTH_MAX}`);
    const count = element.numChildren ?? 0;
    if (count < 0 || count > elements.length - at) {
      throw malformed(`${quoted(element.name)} has ${count} children`);
    }
    const children = [];
    for (let index = 0; index < count; index++) children.push(take(depth + 1));
    return { element, children };
  };
  const root = take(0);
  if (at === elements.length) return root;
  throw malformed("it has elements that belong nowhere");
}

/** Numbers leaves on its way. */
class ElementWalk {
  readonly #arrow: ArrowLibrary;
  #leafCount = 0;

  constructor(arrow: ArrowLibrary) {
    this.#arrow = arrow;
  }

  /** A repeated field that nobody called a list is a list of itself. */
  field(node: Element, above: Place, wanted: Field | undefined): ColumnTree {
    const { name, repetitionType } = node.element;
    if (repetitionType !== REPEATED) return this.#single(node, above, wanted);
    const inside = this.#inside(above, []);
    const item = this.#single(node, inside, undefined);
    const type = new this.#arrow.List(fieldOf(this.#arrow, item));
    return {
      ...this.#node(name, above, false),
      kind: "list",
      type,
      between: "",
      isMap: false,
      item,
    };
  }

  #single(node: Element, above: Place, wanted: Field | undefined): ColumnTree {
    const { element, children } = node;
    const isOptional = element.repetitionType === OPTIONAL;
    const place = {
      ...above,
      path: [...above.path, element.name],
      definition: above.definition + (isOptional ? 1 : 0),
    };
    if (place.definition >= LEVEL_MAX) {
      throw malformed("it has too many levels");
    }
    if (element.numChildren === undefined) {
      return this.#leaf(element, place, { isOptional, wanted: wanted?.type });
    }
    const [group] = children;
    const isMap = element.logicalType?.map !== undefined ||
      CONVERTED_MAPS.includes(element.convertedType);
    const isList = element.logicalType?.list !== undefined ||
      element.convertedType === CONVERTED_LIST;
    if (
      (isMap || isList) && children.length === 1 && group !== undefined &&
      group.element.repetitionType === REPEATED
    ) {
      return isMap && group.children.length === 2
        ? this.#map(group, place, { isOptional, wanted })
        : this.#list(group, place, { isOptional, wanted });
    }
    return this.#struct(node, place, { isOptional, wanted });
  }

  #leaf(
    element: SchemaElement,
    place: Place,
    { isOptional, wanted }: {
      readonly isOptional: boolean;
      readonly wanted: DataType | undefined;
    },
  ): ColumnTree {
    const storage = storageOf(element);
    if (storage === undefined) {
      throw malformed(
        `${quoted(element.name)} has the type ${element.type} of ` +
          `${element.typeLength ?? "unknown"} bytes`,
      );
    }
    return {
      ...this.#node(element.name, place, isOptional),
      kind: "leaf",
      ...readAs(this.#arrow, storage, wanted),
      index: this.#leafCount++,
      path: place.path,
      storage,
    };
  }

  /** Older writers put the item itself where others put a group around it. */
  #list(group: Element, place: Place, {
    isOptional,
    wanted,
  }: { readonly isOptional: boolean; readonly wanted: Field | undefined }) {
    const { arrow, own } = { arrow: this.#arrow, own: group.element.name };
    const [name = ""] = place.path.slice(-1);
    const [only] = group.children;
    const isItem = only === undefined || group.children.length > 1 ||
      own === "array" || own === `${name}_tuple`;
    const told = wanted?.type;
    const toldItem: Field | undefined = told?.children?.[0];
    const item = isItem || only.element.repetitionType === REPEATED
      ? this.#single(group, this.#inside(place, []), undefined)
      : this.#single(only, this.#inside(place, [own]), toldItem);
    const named = toldItem === undefined ? item.name : toldItem.name;
    const field = fieldOf(arrow, { ...item, name: named });
    const isEven = arrow.DataType.isFixedSizeList(told) && told.listSize >= 0;
    const type = isEven
      ? new arrow.FixedSizeList(told.listSize, field)
      : arrow.DataType.isLargeList(told)
      ? new arrow.LargeList(field)
      : new arrow.List(field);
    return {
      ...this.#node(name, place, isOptional),
      kind: "list" as const,
      type,
      between: isItem ? "" : own,
      isMap: false,
      item,
    };
  }

  #map(group: Element, place: Place, {
    isOptional,
    wanted,
  }: { readonly isOptional: boolean; readonly wanted: Field | undefined }) {
    const [name = ""] = place.path.slice(-1);
    const inside = this.#inside(place, [group.element.name]);
    const told: Field | undefined = wanted?.type.children?.[0];
    const children = group.children.map((child, index) =>
      this.#single(child, inside, told?.type.children?.[index])
    );
    const entries = new this.#arrow.Struct(
      children.map((child) => fieldOf(this.#arrow, child)),
    );
    const field = new this.#arrow.Field(group.element.name, entries, false);
    const item: ColumnTree = {
      ...this.#node(group.element.name, inside, false),
      kind: "struct",
      type: entries,
      children,
    };
    return {
      ...this.#node(name, place, isOptional),
      kind: "list" as const,
      type: new this.#arrow.Map_(field),
      between: group.element.name,
      isMap: true,
      item,
    };
  }

  #struct(node: Element, place: Place, {
    isOptional,
    wanted,
  }: { readonly isOptional: boolean; readonly wanted: Field | undefined }) {
    if (node.children.length === 0) {
      throw malformed(`${quoted(node.element.name)} is a group of nothing`);
    }
    const told: readonly Field[] = wanted?.type.children ?? [];
    const children = node.children.map((child, index) => {
      const field = told[index];
      const isSame = field?.name === child.element.name;
      return this.field(child, place, isSame ? field : undefined);
    });
    const type = new this.#arrow.Struct(
      children.map((child) => fieldOf(this.#arrow, child)),
    );
    return {
      ...this.#node(node.element.name, place, isOptional),
      kind: "struct" as const,
      type,
      children,
    };
  }

  #node(name: string, place: Place, isOptional: boolean) {
    const { definition, repetition, slot } = place;
    return { name, isOptional, repetition, slot, present: definition };
  }

  #inside(place: Place, between: readonly string[]): Place {
    return {
      path: [...place.path, ...between],
      repetition: place.repetition + 1,
      slot: place.definition + 1,
      definition: place.definition + 1,
    };
  }
}
