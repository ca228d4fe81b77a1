/** What is wrong with a file that should be a data file: a value of the world. */

/**
 * `truncated`: bytes are missing. `checksum`: a sum or a tag does not fit.
 * `malformed`: a field says what cannot be. `unsupported`: the format allows
 * it, and we do not. `key`: a key is missing, wrong or of no use.
 */
export type FormatErrorKind =
  | "truncated"
  | "checksum"
  | "malformed"
  | "unsupported"
  | "key";

/** More of a name tells nobody more. */
const NAME_MAX = 80;

/** A name from a file, which may be anything, as a part of one line. */
export function quoted(name: string): string {
  const shown = name.length > NAME_MAX ? `${name.slice(0, NAME_MAX)}…` : name;
  return JSON.stringify(shown).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Where in a file it is wrong, as far as that is known. */
export interface FormatPlace {
  /** `footer`, `page 3 of column "id" in row group 0`. */
  readonly part: string;
  readonly kind: FormatErrorKind;
  readonly reason: string;
}

/**
 * Thrown by every reader of the format, and for nothing else, so that a caller
 * can tell a damaged file from a failure of the store. It does not know the
 * file's name: who opened it says that.
 */
export class FormatError extends Error implements FormatPlace {
  readonly part: string;
  readonly kind: FormatErrorKind;
  readonly reason: string;

  constructor({ part, kind, reason }: FormatPlace) {
    super(`Cannot read the ${part}: ${reason}`);
    this.name = "FormatError";
    this.part = part;
    this.kind = kind;
    this.reason = reason;
  }
}
