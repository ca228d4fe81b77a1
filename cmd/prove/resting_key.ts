/** One object at rest, as units and parts that can be read and changed. */
import type { DamagedPlace } from "../../engine/mod.ts";
import type { ObjectShelf } from "./object_shelf.ts";
import { UNIT_BYTES } from "./proof_profile.ts";
import { joined } from "./spoil.ts";

/** A key whose object lies on a shelf. */
export class RestingKey {
  readonly key: string;
  readonly #shelf: ObjectShelf;

  constructor(shelf: ObjectShelf, key: string) {
    this.#shelf = shelf;
    this.key = key;
  }

  /** The pieces it lies in: its parts, if it was sent in parts. */
  parts(): Uint8Array[] {
    return [...this.#shelf.read(this.key).pieces];
  }

  bytes(): Uint8Array {
    return joined(this.parts());
  }

  unitBytes(unit: number): Uint8Array {
    return unitOf(this.bytes(), unit);
  }

  /** Keeps the pieces it lies in. */
  setUnit(unit: number, bytes: Uint8Array): void {
    const all = this.bytes();
    all.set(bytes, unit * UNIT_BYTES);
    this.write(all);
  }

  /** Cut into pieces as before; what is more goes to the last one. */
  write(bytes: Uint8Array): void {
    const parts = this.parts();
    let at = 0;
    this.writeParts(parts.map(({ length }, index) => {
      const end = index === parts.length - 1 ? bytes.length : at + length;
      const piece = bytes.slice(at, end);
      at = end;
      return piece;
    }));
  }

  writeParts(parts: readonly Uint8Array[]): void {
    this.#shelf.write(this.key, parts);
  }

  /** Another object of the same shelf. */
  beside(key: string): RestingKey {
    return new RestingKey(this.#shelf, key);
  }

  place(unit: number, role: DamagedPlace["role"] = "damaged"): DamagedPlace {
    return { role, object: this.key, units: [unit, unit] };
  }

  /** From the first unit to the last one. */
  places(first: number, last: number): DamagedPlace {
    return { role: "damaged", object: this.key, units: [first, last] };
  }
}

/** One unit of an object or a file. */
export function unitOf(bytes: Uint8Array, unit: number): Uint8Array {
  return bytes.slice(unit * UNIT_BYTES, (unit + 1) * UNIT_BYTES);
}
