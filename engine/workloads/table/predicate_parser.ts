/**
 * Conditions as people write them: `id >= 10 AND NOT (name IN ('a', 'b'))`.
 * Text and fields in, a predicate out; what cannot be meant is refused, never
 * dropped: a filter that is left out gives wrong rows.
 */
import { didYouMean } from "../../profile/mod.ts";
import type { ColumnValue } from "./data_format.ts";
import type { TableField } from "./manifest.ts";
import type { Predicate } from "./parquet/predicate.ts";
import { TableError } from "./table_error.ts";

const TOKEN =
  /\s*(?:(?<op><=|>=|!=|<>|=|<|>|\(|\)|,)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|'(?<text>(?:[^']|'')*)'|"(?<quoted>(?:[^"]|"")*)"|(?<word>[\p{L}_][\p{L}\p{N}_.]*))/uy;

interface Token {
  readonly kind: "op" | "number" | "text" | "quoted" | "word";
  readonly text: string;
  readonly at: number;
}

const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="] as const;
type Comparison = (typeof COMPARISONS)[number];

/**
 * Names with odd characters stand in double quotes, texts in single ones.
 * Throws `InvalidArgument` with the place of the first mistake.
 */
export function parsePredicate(
  text: string,
  fields: readonly TableField[],
): Predicate {
  const parser = new Parser(text, fields);
  return parser.whole();
}

class Parser {
  readonly #text: string;
  readonly #fields: readonly TableField[];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string, fields: readonly TableField[]) {
    this.#text = text;
    this.#fields = fields;
    this.#tokens = this.#read();
  }

  whole(): Predicate {
    const predicate = this.#either();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw this.#fault("nothing more, or AND or OR");
    return predicate;
  }

  #either(): Predicate {
    const all = [this.#both()];
    while (this.#takeWord("OR")) all.push(this.#both());
    const [only] = all;
    return all.length === 1 && only !== undefined ? only : { is: "or", all };
  }

  #both(): Predicate {
    const all = [this.#one()];
    while (this.#takeWord("AND")) all.push(this.#one());
    const [only] = all;
    return all.length === 1 && only !== undefined ? only : { is: "and", all };
  }

  #one(): Predicate {
    if (this.#takeWord("NOT")) return { is: "not", one: this.#one() };
    if (this.#takeOp("(")) {
      const inside = this.#either();
      this.#mustTake(")");
      return inside;
    }
    const field = this.#field();
    const column = field.name;
    if (this.#takeWord("IS")) {
      const isNot = this.#takeWord("NOT");
      if (!this.#takeWord("NULL")) throw this.#fault("NULL");
      return { is: isNot ? "not null" : "null", column };
    }
    const isNotIn = this.#takeWord("NOT");
    if (this.#takeWord("IN")) {
      this.#mustTake("(");
      const values = [this.#value(field)];
      while (this.#takeOp(",")) values.push(this.#value(field));
      this.#mustTake(")");
      const inside: Predicate = { is: "in", column, values };
      return isNotIn ? { is: "not", one: inside } : inside;
    }
    if (isNotIn) throw this.#fault("IN");
    return { is: this.#comparison(), column, value: this.#value(field) };
  }

  #field(): TableField {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word" && token?.kind !== "quoted") {
      throw this.#fault("the name of a column");
    }
    const field = this.#fields.find(({ name }) => name === token.text);
    if (field === undefined) {
      const names = this.#fields.map(({ name }) => name);
      throw this.#fault(
        `a column of the table${didYouMean(token.text, names)}`,
      );
    }
    this.#at += 1;
    return field;
  }

  #comparison(): Comparison {
    const token = this.#tokens[this.#at];
    const written = token?.text === "<>" ? "!=" : token?.text;
    const is = COMPARISONS.find((one) => one === written);
    if (token?.kind !== "op" || is === undefined) {
      throw this.#fault("=, !=, <, <=, >, >=, IN or IS");
    }
    this.#at += 1;
    return is;
  }

  #value(field: TableField): ColumnValue {
    const token = this.#tokens[this.#at];
    const value = token === undefined ? null : valueFor(field, token);
    if (value === null) {
      throw this.#fault(
        `a value for "${field.name}", which is ` +
          field.type.name,
      );
    }
    this.#at += 1;
    return value;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.kind === "word" && token.text.toUpperCase() === word;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #takeOp(op: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.kind === "op" && token.text === op;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #mustTake(op: string): void {
    if (!this.#takeOp(op)) throw this.#fault(`"${op}"`);
  }

  #fault(wanted: string): TableError {
    const token = this.#tokens[this.#at];
    const found = token === undefined
      ? "it ends there"
      : `"${token.text}" stands there`;
    const at = token?.at ?? this.#text.length;
    return new TableError(
      "InvalidArgument",
      `Cannot use the condition "${this.#text}": at character ${at + 1} ` +
        `should be ${wanted}, and ${found}`,
    );
  }

  #read(): Token[] {
    const tokens: Token[] = [];
    const pattern = new RegExp(TOKEN.source, TOKEN.flags);
    const text = this.#text.trimEnd();
    while (pattern.lastIndex < text.length) {
      const at = pattern.lastIndex;
      const groups = pattern.exec(text)?.groups;
      if (groups === undefined) {
        throw new TableError(
          "InvalidArgument",
          `Cannot use the condition "${text}": at character ${at + 1} stands ` +
            `"${text.slice(at).trim().slice(0, 1)}", which means nothing there`,
        );
      }
      const { number, op, quoted, text: inner, word } = groups;
      if (op !== undefined) tokens.push({ kind: "op", text: op, at });
      if (number !== undefined) {
        tokens.push({ kind: "number", text: number, at });
      }
      if (word !== undefined) tokens.push({ kind: "word", text: word, at });
      if (inner !== undefined) {
        tokens.push({ kind: "text", text: inner.replaceAll("''", "'"), at });
      }
      if (quoted !== undefined) {
        tokens.push({ kind: "quoted", text: quoted.replaceAll('""', '"'), at });
      }
    }
    return tokens;
  }
}

/** In the kind that the column's own values have, or `null`. */
function valueFor({ type }: TableField, token: Token): ColumnValue | null {
  const { name } = type;
  const { kind, text } = token;
  const isInteger = kind === "number" && /^-?\d+$/.test(text);
  if (name === "int64" || name === "uint64") {
    return isInteger ? BigInt(text) : null;
  }
  if (/^u?int(8|16|32)$/.test(name)) return isInteger ? Number(text) : null;
  if (name.startsWith("float")) return kind === "number" ? Number(text) : null;
  if (name.endsWith("utf8")) return kind === "text" ? text : null;
  if (name.endsWith("binary")) {
    return kind === "text" ? new TextEncoder().encode(text) : null;
  }
  if (name === "bool" && kind === "word") {
    const word = text.toLowerCase();
    if (word === "true" || word === "false") return word === "true";
  }
  return null;
}
