/**
 * Objects at rest in the folder of a reference endpoint that is not running:
 * read, changed, moved and put behind its back. Each object is a record, small
 * and JSON, that names the pieces its bytes lie in.
 */

/** Where one kind of endpoint keeps what. */
export interface ShelfLayout {
  /** Folder of the records of the bucket or container. */
  readonly records: string;
  /** Folder of the pieces. */
  readonly pieces: string;
  /** Fields of a record: the key's name and the list of its pieces. */
  readonly keyField: "key" | "name";
  readonly piecesField: "blobs" | "pieces";
  /** Name of the record of a key; absent where any name will do. */
  recordName?(key: string): string;
}

/** An object: its record, and the bytes of each piece. */
export interface RestingObject {
  readonly record: Readonly<Record<string, unknown>>;
  readonly pieces: readonly Uint8Array[];
}

/** One bucket or container. */
export class ObjectShelf {
  readonly #layout: ShelfLayout;
  #made = 0;

  constructor(layout: ShelfLayout) {
    this.#layout = layout;
  }

  /** Every object below `prefix` by its key, in the order of the keys. */
  objects(prefix: string): Map<string, RestingObject> {
    return new Map(
      this.#records().filter(({ key }) => key.startsWith(prefix))
        .sort((a, b) => a.key < b.key ? -1 : 1)
        .map(({ key, record }) => [key, this.#object(record)]),
    );
  }

  /** Throws a `TypeError` for a key that is not there. */
  read(key: string): RestingObject {
    return this.#object(this.#find(key).record);
  }

  /** Other bytes under the same record: ETag, headers and times stay. */
  write(key: string, pieces: readonly Uint8Array[]): void {
    const { name, record } = this.#find(key);
    this.#save(name, this.#recordOf(record, pieces));
  }

  /** Takes a key away, whatever it holds. */
  remove(key: string): void {
    Deno.removeSync(`${this.#layout.records}/${this.#find(key).name}`);
  }

  /** Puts an object under a key, whether it is there or not. */
  put(key: string, { record, pieces }: RestingObject): void {
    const known = this.#records().find((one) => one.key === key);
    const { keyField, recordName } = this.#layout;
    const name = known?.name ?? recordName?.(key) ??
      `9${String(this.#made).padStart(15, "0")}.json`;
    this.#save(
      name,
      this.#recordOf({ ...record, [keyField]: key }, pieces),
    );
  }

  #object(record: RestingObject["record"]): RestingObject {
    return {
      record,
      pieces: piecesOf(record, this.#layout).map((piece) => this.#bytes(piece)),
    };
  }

  #recordOf(
    record: RestingObject["record"],
    pieces: readonly Uint8Array[],
  ): RestingObject["record"] {
    const { piecesField } = this.#layout;
    const before = piecesOf(record, this.#layout);
    const listed = pieces.map((bytes, index) => {
      const name = `prove-${Deno.pid}-${++this.#made}`;
      Deno.writeFileSync(`${this.#layout.pieces}/${name}`, bytes);
      const { skipBytes: _, ...kept } = before[index] ?? {};
      return { ...kept, name, sizeBytes: bytes.length };
    });
    const sizeBytes = pieces.reduce((sum, { length }) => sum + length, 0);
    return { ...record, [piecesField]: listed, sizeBytes };
  }

  #save(name: string, record: RestingObject["record"]): void {
    Deno.writeTextFileSync(
      `${this.#layout.records}/${name}`,
      JSON.stringify(record),
    );
  }

  #find(key: string): StoredRecord {
    const found = this.#records().find((one) => one.key === key);
    if (found !== undefined) return found;
    throw new TypeError(`There is no key ${JSON.stringify(key)} at rest`);
  }

  #records(): StoredRecord[] {
    const { records, keyField } = this.#layout;
    return [...Deno.readDirSync(records)].flatMap(({ name }) => {
      const record = objectIn(Deno.readTextFileSync(`${records}/${name}`));
      const key = record[keyField];
      return typeof key === "string" ? [{ name, key, record }] : [];
    });
  }

  #bytes({ name, sizeBytes, skipBytes = 0 }: Piece): Uint8Array {
    return Deno.readFileSync(`${this.#layout.pieces}/${name}`)
      .slice(skipBytes, skipBytes + sizeBytes);
  }
}

interface StoredRecord {
  readonly name: string;
  readonly key: string;
  readonly record: RestingObject["record"];
}

interface Piece {
  readonly name: string;
  readonly sizeBytes: number;
  readonly skipBytes?: number;
}

function piecesOf(
  record: RestingObject["record"],
  { piecesField }: ShelfLayout,
): readonly Piece[] {
  const pieces = record[piecesField];
  // The endpoint of this very program wrote it.
  return Array.isArray(pieces) ? pieces as Piece[] : [];
}

function objectIn(text: string): RestingObject["record"] {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
