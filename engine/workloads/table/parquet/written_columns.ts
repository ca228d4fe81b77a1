/**
 * From a schema of Arrow to what a file of it holds: the tree of its columns,
 * and the elements that a footer lists, depth first. A type that no file can
 * hold is refused with all others like it, before anything is written.
 */
import type { Field, Schema } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import {
  type ColumnTree,
  LEVEL_MAX,
  PHYSICAL_TYPES,
  type Storage,
} from "./column_tree.ts";
import type { LogicalType, SchemaElement } from "./file_metadata.ts";
import { storedAs } from "./leaf_storage.ts";

export interface WrittenColumns {
  readonly trees: readonly ColumnTree[];
  readonly elements: readonly SchemaElement[];
}

const REQUIRED = 0;
const OPTIONAL = 1;
const REPEATED = 2;
/** Numbers of what older readers know instead of logical types. */
const CONVERTED = {
  utf8: 0,
  map: 1,
  list: 3,
  decimal: 5,
  date: 6,
  uint8: 11,
  int8: 15,
} as const;

interface Place {
  readonly path: readonly string[];
  readonly repetition: number;
  readonly slot: number;
  readonly definition: number;
}

/** Throws one `RangeError` that names every column it cannot write. */
export function writtenColumns(
  arrow: ArrowLibrary,
  schema: Schema,
): WrittenColumns {
  const walk = new SchemaWalk(arrow);
  const place = { path: [], repetition: 0, slot: 0, definition: 0 };
  const names = schema.fields.map((field) => field.name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  for (const name of new Set(twice)) walk.refuse(name, "stands there twice");
  const trees = schema.fields.map((field) => walk.tree(field, place));
  if (walk.mistakes.length > 0) {
    throw new RangeError(
      `Cannot write this schema: ${walk.mistakes.join("; ")}`,
    );
  }
  const root = { name: "schema", numChildren: trees.length };
  return { trees, elements: [root, ...walk.elements] };
}

/** Collects elements and mistakes on its way. */
class SchemaWalk {
  readonly elements: SchemaElement[] = [];
  readonly mistakes: string[] = [];
  readonly #arrow: ArrowLibrary;
  #leafCount = 0;

  constructor(arrow: ArrowLibrary) {
    this.#arrow = arrow;
  }

  refuse(column: string, reason: string): void {
    this.mistakes.push(`column "${column}" ${reason}`);
  }

  tree(field: Field, above: Place, name = field.name): ColumnTree {
    const { DataType } = this.#arrow;
    const { type } = field;
    const isOptional = field.nullable || DataType.isNull(type);
    const place = {
      ...above,
      path: [...above.path, name],
      definition: above.definition + (isOptional ? 1 : 0),
    };
    if (place.definition >= LEVEL_MAX) this.refuse(name, "nests too deep");
    const isList = DataType.isList(type) || DataType.isFixedSizeList(type) ||
      DataType.isMap(type) || DataType.isLargeList(type);
    if (isList) return this.#list(field, place, isOptional);
    if (DataType.isStruct(type)) return this.#struct(field, place, isOptional);
    return this.#leaf(field, place, isOptional);
  }

  #list(field: Field, place: Place, isOptional: boolean): ColumnTree {
    const isMap = this.#arrow.DataType.isMap(field.type);
    const between = isMap ? "key_value" : "list";
    const [name = ""] = place.path.slice(-1);
    this.elements.push({
      repetitionType: isOptional ? OPTIONAL : REQUIRED,
      name,
      numChildren: 1,
      convertedType: isMap ? CONVERTED.map : CONVERTED.list,
      logicalType: isMap ? { map: {} } : { list: {} },
    });
    const [item] = field.type.children;
    const inside = {
      path: [...place.path, between],
      repetition: place.repetition + 1,
      slot: place.definition + 1,
      definition: place.definition + 1,
    };
    return {
      ...nodeOf(field, place, isOptional),
      kind: "list",
      between,
      isMap,
      item: isMap ? this.#entries(item, inside) : this.#item(item, inside),
    };
  }

  #item(field: Field, inside: Place): ColumnTree {
    this.#group("list", 1, REPEATED);
    return this.tree(field, inside, "element");
  }

  /** Keys and values, whatever their writer called them. */
  #entries(field: Field, inside: Place): ColumnTree {
    const [key, value] = field.type.children;
    this.#group("key_value", 2, REPEATED);
    const children = [
      this.tree(key.clone({ nullable: false }), inside, "key"),
      this.tree(value, inside, "value"),
    ];
    return { ...nodeOf(field, inside, false), kind: "struct", children };
  }

  #struct(field: Field, place: Place, isOptional: boolean): ColumnTree {
    const [name = ""] = place.path.slice(-1);
    const fields: readonly Field[] = field.type.children;
    if (fields.length === 0) this.refuse(name, "is a struct of no fields");
    this.#group(name, fields.length, isOptional ? OPTIONAL : REQUIRED);
    const children = fields.map((child) => this.tree(child, place));
    return { ...nodeOf(field, place, isOptional), kind: "struct", children };
  }

  #leaf(field: Field, place: Place, isOptional: boolean): ColumnTree {
    const { DataType } = this.#arrow;
    const valueType = DataType.isDictionary(field.type)
      ? field.type.dictionary
      : field.type;
    const stored = storedAs(this.#arrow, valueType);
    const [name = ""] = place.path.slice(-1);
    if (stored === undefined) {
      this.refuse(name, `has the type ${field.type}, which no file holds`);
    } else {
      this.elements.push({
        repetitionType: isOptional ? OPTIONAL : REQUIRED,
        name,
        ...elementOf(stored.storage),
      });
    }
    const nothing = { physical: "int32", widthBytes: 4 } as const;
    return {
      ...nodeOf(field, place, isOptional),
      kind: "leaf",
      index: this.#leafCount++,
      path: place.path,
      storage: stored?.storage ?? nothing,
      conversion: stored?.conversion ?? "same",
    };
  }

  #group(name: string, numChildren: number, repetitionType: number): void {
    this.elements.push({ repetitionType, name, numChildren });
  }
}

function nodeOf(field: Field, place: Place, isOptional: boolean) {
  return {
    name: field.name,
    isOptional,
    type: field.type,
    repetition: place.repetition,
    slot: place.slot,
    present: place.definition,
  };
}

function elementOf({ logical, physical, widthBytes }: Storage) {
  const type = PHYSICAL_TYPES.indexOf(physical);
  const length = physical === "fixed" ? { typeLength: widthBytes } : {};
  if (logical === undefined) return { type, ...length };
  const converted = logical.string !== undefined
    ? { convertedType: CONVERTED.utf8 }
    : logical.date !== undefined
    ? { convertedType: CONVERTED.date }
    : logical.decimal !== undefined
    ? { convertedType: CONVERTED.decimal, ...logical.decimal }
    : logical.integer !== undefined
    ? { convertedType: convertedInteger(logical.integer) }
    : {};
  return { type, ...length, ...converted, logicalType: logical };
}

/** Some readers know integers without a sign by nothing else. */
function convertedInteger(
  { bitWidth, isSigned }: NonNullable<LogicalType["integer"]>,
): number {
  const place = Math.log2(bitWidth / 8);
  return (isSigned ? CONVERTED.int8 : CONVERTED.uint8) + place;
}
