/**
 * Properties of a table as somebody wrote them: texts in, typed values out, all
 * mistakes at once. Names that are not ours are kept as texts, as the source
 * design does, or refused where `isStrict` says so.
 */
import { didYouMean, Mistakes } from "../../profile/mod.ts";
import {
  isPropertyName,
  PROPERTY_RULES,
  type PropertyName,
  type PropertyOf,
  type PropertyRule,
  RENAMED_PROPERTIES,
} from "./property_registry.ts";

type Value = number | boolean | string | readonly string[];

/** Levels that each codec has; the others have none. */
const LEVELS: Readonly<Record<string, readonly [number, number]>> = {
  zstd: [1, 22],
  gzip: [1, 9],
  brotli: [0, 11],
};

const KEY_BYTES = [16, 24, 32];

export interface ParsePropertiesOptions {
  /** Refuses names that are not in the list. */
  readonly isStrict?: boolean;
}

/** Values of all properties of the list. */
export class TableProperties {
  readonly #values: ReadonlyMap<PropertyName, Value>;
  /** Names that are not ours, as they were written. */
  readonly others: Readonly<Record<string, string>>;

  /** Use `parseProperties`. */
  constructor(
    values: ReadonlyMap<PropertyName, Value>,
    others: Readonly<Record<string, string>>,
  ) {
    this.#values = values;
    this.others = others;
  }

  count(name: PropertyOf<"count">): number {
    return Number(this.#values.get(name) ?? PROPERTY_RULES[name].standard);
  }

  flag(name: PropertyOf<"flag">): boolean {
    return (this.#values.get(name) ?? PROPERTY_RULES[name].standard) === true;
  }

  text(name: PropertyOf<"text" | "word">): string {
    return String(this.#values.get(name) ?? PROPERTY_RULES[name].standard);
  }

  list(name: PropertyOf<"list">): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : [];
  }

  /** The key of encryption as bytes; it is never printed. */
  get encryptionKey(): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(this.text("writer.enc.key"));
  }

  /** `undefined`: the codec's own. */
  get compressionLevel(): number | undefined {
    const level = this.count("writer.compression_level");
    return level === -1 ? undefined : level;
  }
}

/** Throws a `UsageError` with every mistake. */
export function parseProperties(
  texts: Readonly<Record<string, string>> = {},
  { isStrict = false }: ParsePropertiesOptions = {},
): TableProperties {
  const mistakes = new Mistakes();
  const values = new Map<PropertyName, Value>();
  const others: Record<string, string> = {};
  for (const [written, text] of Object.entries(texts)) {
    const name = RENAMED_PROPERTIES[written] ?? written;
    if (!isPropertyName(name)) {
      others[written] = text;
      if (isStrict && !written.startsWith("extfs.")) {
        const known = Object.keys(PROPERTY_RULES);
        mistakes.note(
          written,
          `There is no property "${written}"${didYouMean(written, known)}`,
        );
      }
      continue;
    }
    const value = readValue(PROPERTY_RULES[name], text);
    if (value instanceof Wrong) mistakes.note(written, value.sentence);
    else values.set(name, value);
  }
  const properties = new TableProperties(values, others);
  if (mistakes.count === 0) checkTogether(properties, mistakes);
  mistakes.throwIfAny("Cannot use the properties of a table");
  return properties;
}

class Wrong {
  constructor(readonly sentence: string) {}
}

function readValue(rule: PropertyRule, text: string): Value | Wrong {
  const wrong = (wanted: string) =>
    new Wrong(`It is ${JSON.stringify(text)}, and should be ${wanted}`);
  switch (rule.kind) {
    case "text":
      return text;
    case "word":
      return rule.words.includes(text)
        ? text
        : wrong(`one of ${rule.words.join(", ")}`);
    case "flag":
      return text === "true" || text === "false"
        ? text === "true"
        : wrong("true or false");
    case "list":
      return text.split(",").map((part) => part.trim())
        .filter((part) => part !== "");
    case "count": {
      const { max, min } = rule;
      const number = Number(text);
      const isWhole = /^-?\d+$/.test(text) && Number.isSafeInteger(number);
      return isWhole && number >= min && number <= max
        ? number
        : wrong(`a whole number from ${min} to ${max}`);
    }
  }
}

function checkTogether(properties: TableProperties, mistakes: Mistakes): void {
  const codec = properties.text("writer.compression");
  const level = properties.compressionLevel;
  const range = LEVELS[codec];
  if (level !== undefined && range === undefined) {
    mistakes.note(
      "writer.compression_level",
      `It is ${level}, and ${codec} has no levels: leave it out`,
    );
  } else if (level !== undefined && range !== undefined) {
    const [min, max] = range;
    if (level < min || level > max) {
      mistakes.note(
        "writer.compression_level",
        `It is ${level}, and ${codec} has levels from ${min} to ${max}`,
      );
    }
  }
  const keyBytes = properties.encryptionKey.length;
  if (properties.flag("writer.enc.enable") && !KEY_BYTES.includes(keyBytes)) {
    mistakes.note(
      "writer.enc.key",
      `It has ${keyBytes} bytes, and a key of AES has 16, 24 or 32`,
    );
  }
  checkPatterns(properties, mistakes);
}

function checkPatterns(properties: TableProperties, mistakes: Mistakes): void {
  const name = "writer.split.schema_based.patterns";
  const patterns = properties.list(name);
  for (const pattern of patterns) {
    try {
      new RegExp(`^(?:${pattern})$`, "u");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      mistakes.note(name, `"${pattern}" is no regular expression: ${reason}`);
    }
  }
  const isByPattern = properties.text("writer.policy") === "schema_based";
  if (isByPattern && patterns.length === 0) {
    mistakes.note(name, "It is empty, and the policy schema_based goes by it");
  }
  const formats = properties.list("writer.split.schema_based.formats");
  if (formats.length > 0 && formats.length !== patterns.length) {
    mistakes.note(
      "writer.split.schema_based.formats",
      `It names ${formats.length} formats for ${patterns.length} patterns`,
    );
  }
}
