/**
 * Reads JSON that may hold anything into typed values, and says where it does
 * not fit. What no reader asked for stays in `rest()`, so that it can be kept.
 */
import type { JsonValue } from "./manifest.ts";

/** A sentence part: which member, what it is and what it should be. */
export class ShapeFault extends Error {
  override readonly name = "ShapeFault";
}

/** One object of a manifest; every reader throws a `ShapeFault`. */
export class Shape {
  readonly #members: Map<string, unknown>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw fault(path, value, "an object");
    }
    this.#members = new Map(Object.entries(value));
    this.#path = path;
  }

  /** A whole number from `min` on that doubles hold exactly. */
  count(name: string, min = 0): number {
    const value = this.#take(name);
    if (typeof value === "number" && Number.isSafeInteger(value)) {
      if (value >= min) return value;
    }
    throw fault(this.#at(name), value, `a whole number from ${min} on`);
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value === "string") return value;
    throw fault(this.#at(name), value, "a text");
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T {
    const value = this.#take(name);
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw fault(this.#at(name), value, `one of ${words.join(", ")}`);
  }

  flag(name: string): boolean {
    const value = this.#take(name);
    if (typeof value === "boolean") return value;
    throw fault(this.#at(name), value, "true or false");
  }

  /** What `read` makes of the member, or `null` where it is null. */
  orNull<T>(name: string, read: (shape: this) => T): T | null {
    if (this.#members.get(name) === null) {
      this.#members.delete(name);
      return null;
    }
    return read(this);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  texts(name: string): string[] {
    return this.#array(name).map((value, index) => {
      if (typeof value === "string") return value;
      throw fault(`${this.#at(name)}[${index}]`, value, "a text");
    });
  }

  /** One object each; members that `read` leaves over are let go. */
  list<T>(name: string, read: (shape: Shape) => T): T[] {
    return this.#array(name).map((value, index) =>
      read(new Shape(value, `${this.#at(name)}[${index}]`))
    );
  }

  /** As `list`, of a member that older programs did not write. */
  listIfAny<T>(name: string, read: (shape: Shape) => T): T[] {
    return this.has(name) ? this.list(name, read) : [];
  }

  shape(name: string): Shape {
    return new Shape(this.#take(name), this.#at(name));
  }

  /** Values by name, each an object. */
  map<T>(name: string, read: (shape: Shape) => T): Record<string, T> {
    const inner = this.shape(name);
    return Object.fromEntries(
      [...inner.#members].map(([key, value]) => [
        key,
        read(new Shape(value, `${this.#at(name)}.${key}`)),
      ]),
    );
  }

  textMap(name: string): Record<string, string> {
    const inner = this.shape(name);
    return Object.fromEntries(
      [...inner.#members.keys()].map((key) => [key, inner.text(key)]),
    );
  }

  /** Texts and numbers by name. */
  wordMap(name: string): Record<string, string | number> {
    const inner = this.shape(name);
    return Object.fromEntries(
      [...inner.#members].map(([key, value]) => {
        if (typeof value === "string" || typeof value === "number") {
          return [key, value];
        }
        throw fault(`${this.#at(name)}.${key}`, value, "a text or a number");
      }),
    );
  }

  /** What nobody asked for. It came from `JSON.parse`, and is JSON. */
  rest(): Record<string, JsonValue> {
    return Object.fromEntries(this.#members) as Record<string, JsonValue>;
  }

  #array(name: string): readonly unknown[] {
    const value = this.#take(name);
    if (Array.isArray(value)) return value;
    throw fault(this.#at(name), value, "a list");
  }

  #take(name: string): unknown {
    const value = this.#members.get(name);
    this.#members.delete(name);
    return value;
  }

  #at(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }
}

function fault(path: string, value: unknown, wanted: string): ShapeFault {
  const text = value === undefined ? "absent" : JSON.stringify(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return new ShapeFault(`${path || "it"} is ${short}, and should be ${wanted}`);
}
