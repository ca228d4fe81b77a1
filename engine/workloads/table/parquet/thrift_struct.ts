/**
 * Structs of Thrift from tables of their fields: a table says at once how a
 * struct is read, how it is written, and what type it has here. Fields that
 * no table knows are skipped; one that is needed and missing is a
 * `FormatError`.
 */
import { ThriftReader, ThriftWriter, WIRE } from "./thrift_bytes.ts";

/** How values of one type are read and written. */
export interface ThriftType<T> {
  readonly wire: number;
  /** Of a boolean in a struct the value stands in its header: `wire`. */
  read(from: ThriftReader, wire: number): T;
  write(to: ThriftWriter, value: T): void;
}

interface StructField<T, Needed extends boolean> {
  readonly id: number;
  readonly type: ThriftType<T>;
  readonly isNeeded: Needed;
}

// What a field holds does not matter where only its table is asked for.
type Fields = Readonly<
  Record<string, StructField<never, true> | StructField<never, false>>
>;

type ValueOf<F> = F extends StructField<infer T, boolean> ? T : never;

/** The type of a struct with these fields. */
export type StructOf<F> =
  & {
    readonly [K in keyof F as F[K] extends { isNeeded: true } ? K : never]:
      ValueOf<F[K]>;
  }
  & {
    readonly [K in keyof F as F[K] extends { isNeeded: true } ? never : K]?:
      ValueOf<F[K]>;
  };

/** A field without which the struct means nothing. */
export function needs<T>(
  id: number,
  type: ThriftType<T>,
): StructField<T, true> {
  return { id, type, isNeeded: true };
}

/** A field that may be missing. */
export function may<T>(id: number, type: ThriftType<T>): StructField<T, false> {
  return { id, type, isNeeded: false };
}

/** Any integer, as a number. */
export const I64: ThriftType<number> = {
  wire: WIRE.i64,
  read: (from) => from.integer(),
  write: (to, value) => to.integer(value),
};
/** The same, told apart on the wire. */
export const I32: ThriftType<number> = { ...I64, wire: WIRE.i32 };
/** Likewise; for ordinals. */
export const I16: ThriftType<number> = { ...I64, wire: WIRE.i16 };
/** One byte with a sign. */
export const I8: ThriftType<number> = {
  wire: WIRE.byte,
  read: (from) => from.byte() << 24 >> 24,
  write: (to, value) => to.byte(value & 0xff),
};
/** Of fields of structs only: in lists booleans stand otherwise. */
export const BOOL: ThriftType<boolean> = {
  wire: WIRE.true,
  read: (_, wire) => wire === WIRE.true,
  write: () => {},
};
/** A view of the bytes read. */
export const BINARY: ThriftType<Uint8Array> = {
  wire: WIRE.binary,
  read: (from) => from.binary(),
  write: (to, value) => to.binary(value),
};
/** UTF-8, and refused where it is none. */
export const TEXT: ThriftType<string> = {
  wire: WIRE.binary,
  read: (from) => from.text(),
  write: (to, value) => to.text(value),
};

/** A list of items of one type, which is no boolean. */
export function listOf<T>(item: ThriftType<T>): ThriftType<readonly T[]> {
  return {
    wire: WIRE.list,
    read: (from) =>
      from.nested(() => {
        const { wire, count } = from.listHeader();
        if (count > 0 && wire !== item.wire) {
          throw from.fault("malformed", `a list has items of type ${wire}`);
        }
        const items: T[] = [];
        for (let index = 0; index < count; index++) {
          items.push(item.read(from, wire));
        }
        return items;
      }),
    write: (to, items) => {
      to.listHeader(item.wire, items.length);
      for (const one of items) item.write(to, one);
    },
  };
}

/** A struct with these fields; `name` stands in sentences. */
export function structOf<const F>(
  name: string,
  fields: F & { [K in keyof F]: StructField<ValueOf<F[K]>, boolean> },
): ThriftType<StructOf<F>> {
  // One table for all structs: each field's own type is checked above.
  const table = Object.entries(fields as Fields)
    .sort(([, a], [, b]) => a.id - b.id);
  const byId = new Map(table.map(([key, field]) => [field.id, { key, field }]));
  const needed = table.filter(([, field]) => field.isNeeded);
  return {
    wire: WIRE.struct,
    read: (from) =>
      from.nested(() => {
        const found: Record<string, unknown> = {};
        for (let id = 0;;) {
          const header = from.fieldHeader(id);
          if (header === undefined) break;
          id = header.id;
          const known = byId.get(id);
          if (known !== undefined && fits(known.field.type, header.wire)) {
            found[known.key] = known.field.type.read(from, header.wire);
          } else from.skip(header.wire);
        }
        const missing = needed.find(([key]) => found[key] === undefined);
        if (missing === undefined) {
          // Every field was read by the type that its table names.
          return found as StructOf<F>;
        }
        throw from.fault("malformed", `${name} has no ${missing[0]}`);
      }),
    write: (to, value) => {
      let before = 0;
      for (const [key, { id, type }] of table) {
        // The table has the same keys as the value, and their types.
        const one = (value as Record<string, never>)[key];
        if (one === undefined) continue;
        const wire = type.wire === WIRE.true && !one ? WIRE.false : type.wire;
        to.fieldHeader({ id, before, wire });
        type.write(to, one);
        before = id;
      }
      to.byte(WIRE.stop);
    },
  };
}

/** A struct without fields, which says something by being there. */
export const EMPTY: ThriftType<Record<string, never>> = structOf("it", {});

function fits({ wire }: ThriftType<never>, found: number): boolean {
  return found === wire || (wire === WIRE.true && found === WIRE.false);
}

/** The struct at the start of `bytes`, and where it ends. */
export function readStruct<T>(
  type: ThriftType<T>,
  bytes: Uint8Array,
  part: string,
): { readonly value: T; readonly endBytes: number } {
  const from = new ThriftReader(bytes, part);
  return { value: type.read(from, type.wire), endBytes: from.at };
}

/** Its bytes, the same for the same value. */
export function writeStruct<T>(
  type: ThriftType<T>,
  value: T,
): Uint8Array<ArrayBuffer> {
  const to = new ThriftWriter();
  type.write(to, value);
  return to.finish();
}
