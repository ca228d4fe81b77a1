/** Rules for single values: texts, words, counts, quantities with units. */
import { didYouMean } from "./nearest_word.ts";
import { type JsonSchema, type Place, type Rule, shown } from "./rule.ts";

export interface TextOptions {
  /** What is expected, as it ends a sentence. */
  readonly expected: string;
  /** Regular expression the whole text must match. */
  readonly pattern: string;
}

/** A text that matches a pattern as a whole; numbers are no texts. */
export function text(options: TextOptions): Rule<string> {
  const pattern = new RegExp(options.pattern, "u");
  return {
    schema: { type: "string", pattern: options.pattern },
    read(value, place) {
      if (typeof value === "string" && pattern.test(value)) return value;
      return wrong(value, place, options.expected);
    },
  };
}

/** One of a closed list; a near miss is named. */
export function word<const W extends string>(words: readonly W[]): Rule<W> {
  return {
    schema: { enum: words },
    read(value, place) {
      const found = words.find((known) => known === value);
      if (found !== undefined) return found;
      if (typeof value === "string") {
        const hint = didYouMean(value, words);
        place.mistakes.note(
          place.path,
          `Unknown word ${shown(value)}${hint}`,
        );
        return undefined;
      }
      return wrong(value, place, `one of ${words.join(", ")}`);
    },
  };
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A whole number without unit. */
export function count({ min, max }: Bounds): Rule<number> {
  return {
    schema: { type: "integer", minimum: min, maximum: max },
    read(value, place) {
      const isCount = typeof value === "number" && Number.isInteger(value);
      if (isCount && value >= min && value <= max) return value;
      return wrong(value, place, `a whole number from ${min} to ${max}`);
    },
  };
}

export interface NumberBounds extends Bounds {
  readonly expected: string;
}

/** A number that may have a fraction; never NaN or infinite. */
export function decimal(options: NumberBounds): Rule<number> {
  const { min, max, expected } = options;
  return {
    schema: { type: "number", minimum: min, maximum: max },
    read(value, place) {
      const isNumber = typeof value === "number" && Number.isFinite(value);
      if (isNumber && value >= min && value <= max) return value;
      return wrong(value, place, expected);
    },
  };
}

export interface QuantityOptions extends Bounds {
  /** Throws a `RangeError` that is a whole sentence. */
  readonly parse: (text: string) => number;
  readonly pattern: string;
  /** The bounds in words: `1B to 16MiB`. */
  readonly range: string;
}

/** A number with its unit, such as `4KiB`. */
export function quantity(options: QuantityOptions): Rule<number> {
  const { parse, pattern, min, max, range } = options;
  const schema: JsonSchema = { type: "string", pattern, description: range };
  return {
    schema,
    read(value, place) {
      if (typeof value !== "string" && typeof value !== "number") {
        return wrong(value, place, `a quantity from ${range}`);
      }
      const amount = parsed(parse, String(value), place);
      if (amount === undefined) return undefined;
      if (amount >= min && amount <= max) return amount;
      return wrong(value, place, `it must be ${range}`);
    },
  };
}

function parsed(
  parse: (text: string) => number,
  written: string,
  place: Place,
): number | undefined {
  try {
    return parse(written);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    place.mistakes.note(place.path, error.message);
    return undefined;
  }
}

/** Notes that `value` is not what was expected. */
export function wrong(
  value: unknown,
  place: Place,
  expected: string,
): undefined {
  place.mistakes.note(
    place.path,
    `Cannot use ${shown(value)}: ${
      expected.startsWith("it ") ? expected : `expected ${expected}`
    }`,
  );
  return undefined;
}
