/** A value that must not be printed. Every usual way to print it gives `***`. */

const SHOWN = "***";

/** Holds a secret of a target's settings; only `reveal()` gives it away. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one who signs a request with it. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return SHOWN;
  }
  toJSON(): string {
    return SHOWN;
  }
  [Symbol.for("Deno.customInspect")](): string {
    return SHOWN;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return SHOWN;
  }
}
