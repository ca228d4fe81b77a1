/** A dictionary of values in plain TypeScript. */
import type {
  ColumnValues,
  DictionaryCore,
} from "../../../../../engine/workloads/table/parquet/page_core.ts";

export function placeOf(
  { selection, start }: ColumnValues,
  index: number,
): number {
  return selection === undefined
    ? start + index
    : selection[start + index] ?? 0;
}

export class ScriptDictionary implements DictionaryCore {
  readonly #limitBytes: number;
  readonly #numbers = new Map<string, number>();
  readonly #values: Uint8Array[] = [];
  #isBytes = false;
  sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get count(): number {
    return this.#values.length;
  }

  add(values: ColumnValues, indices: Uint32Array): boolean {
    const before = { count: this.count, sizeBytes: this.sizeBytes };
    this.#isBytes = values.kind === "bytes";
    for (let index = 0; index < values.count; index++) {
      const value = bytesAt(values, placeOf(values, index));
      const key = String.fromCharCode(...value);
      let number = this.#numbers.get(key);
      if (number === undefined) {
        const size = value.length + (this.#isBytes ? 4 : 0);
        if (this.sizeBytes + size > this.#limitBytes) {
          this.#forget(before);
          return false;
        }
        number = this.#values.push(value) - 1;
        this.#numbers.set(key, number);
        this.sizeBytes += size;
      }
      indices[index] = number;
    }
    return true;
  }

  encode(to: Uint8Array): number {
    const view = new DataView(to.buffer, to.byteOffset, to.length);
    let at = 0;
    for (const value of this.#values) {
      if (this.#isBytes) {
        view.setUint32(at, value.length, true);
        at += 4;
      }
      to.set(value, at);
      at += value.length;
    }
    return at;
  }

  [Symbol.dispose](): void {
    this.#numbers.clear();
  }

  #forget(before: { readonly count: number; readonly sizeBytes: number }) {
    for (const value of this.#values.splice(before.count)) {
      this.#numbers.delete(String.fromCharCode(...value));
    }
    this.sizeBytes = before.sizeBytes;
  }
}

function bytesAt(values: ColumnValues, place: number): Uint8Array {
  return values.kind === "fixed"
    ? values.bytes.slice(
      place * values.widthBytes,
      (place + 1) * values.widthBytes,
    )
    : values.bytes.slice(values.offsets[place], values.offsets[place + 1]);
}
