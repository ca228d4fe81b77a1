/**
 * All that is known of one key: which values were made, under which etags, and
 * what clients did and saw. Goes in: attempts as they end; comes out: rows for
 * the judge, in the order in which they were noted.
 */
import { ABSENT, KeyHistory, NEVER } from "../../history/mod.ts";
import type { OperationName } from "./attempt_record.ts";

/** Who asked for what, and when. */
export interface Call {
  readonly operation: OperationName;
  readonly client: number;
  readonly endpoint: string;
  readonly callNs: number;
  /** As the store calls its answer; absent where it did not tell. */
  readonly requestId?: string;
}

/** A write that took effect, or of which nobody knows (`returnNs` NEVER). */
export interface Write extends Call {
  readonly kind: "put" | "delete";
  readonly value: number;
  readonly returnNs: number;
  readonly basis?: number;
  readonly etag?: string;
}

/** What a client saw: a value, or an etag that is looked up at the end. */
export interface Look extends Call {
  readonly kind: "get";
  readonly returnNs: number;
  readonly value?: number;
  /** Of no object: `null`. */
  readonly etag?: string | null;
}

/** A version that a condition can name. */
export interface Version {
  readonly etag: string;
  readonly value: number;
}

/** One row of evidence: its value is known. */
export type Row = (Write | Look) & { readonly value: number };

/** The history of one face of a key, and what its rows were. */
export interface Judged {
  readonly history: KeyHistory;
  /** By row of the history; made when asked for, as few keys need them. */
  readonly rows: readonly Row[];
  readonly looks: number;
  readonly ambiguous: number;
}

/** Versions that a client may still try to replace. */
const RECENT_VERSIONS = 4;

/** The log of one key. */
export class KeyLog {
  readonly #shapes: (readonly number[])[] = [];
  readonly #values = new Map<string, number>();
  readonly #reused = new Set<string>();
  readonly #refused = new Set<number>();
  readonly #writes: Write[] = [];
  /** Of uploads: where in `#writes` the one write of a value is. */
  readonly #completions = new Map<number, number>();
  readonly #looks: Look[] = [];
  readonly #listed: Look[] = [];
  readonly #recent: Version[] = [];
  #hasUnknown = false;

  constructor(readonly key: string, readonly number: number) {}

  /** The latest versions that are known, newest last. */
  get recent(): readonly Version[] {
    return this.#recent;
  }

  /** A value that nobody has written yet. */
  make(shape: readonly number[]): number {
    return this.#shapes.push(shape);
  }

  shapeOf(value: number): readonly number[] | undefined {
    return this.#shapes[value - 1];
  }

  /**
   * The write was refused: nobody may ever see its value, unless another
   * completion of the same upload was not.
   */
  refuse(value: number): void {
    if (value !== ABSENT && !this.#completions.has(value)) {
      this.#refused.add(value);
    }
  }

  /** Returns the write of another value with the same etag, if there is one. */
  write(write: Write): Write | undefined {
    this.#add(write);
    this.#hasUnknown ||= write.returnNs === NEVER;
    const { etag, value } = write;
    if (etag === undefined) return undefined;
    const earlier = this.#values.get(etag);
    this.#values.set(etag, value);
    if (earlier !== undefined && earlier !== value) {
      this.#reused.add(etag);
      return this.#writes.find((one) => one.etag === etag);
    }
    this.#remember({ etag, value });
    return undefined;
  }

  look(look: Look): void {
    (look.operation === "list" ? this.#listed : this.#looks).push(look);
    const value = this.valueOf(look.etag ?? "");
    if (look.etag && value !== undefined) {
      this.#remember({ etag: look.etag, value });
    }
  }

  /** The one value with this etag; `undefined` if it is none, or several. */
  valueOf(etag: string): number | undefined {
    return this.#reused.has(etag) ? undefined : this.#values.get(etag);
  }

  /** Whether an etag that nobody was told may be one of ours all the same. */
  isExplained(etag: string): boolean {
    return this.#hasUnknown || this.#values.has(etag);
  }

  /** Looks whose etag no write of this key can have. */
  unexplained(): Look[] {
    return [...this.#looks, ...this.#listed].filter(({ etag }) =>
      etag !== undefined && etag !== null && !this.isExplained(etag)
    );
  }

  /** Looks at values whose writes were refused. */
  lookedAtRefused(): Look[] {
    return this.#looks.filter(({ value }) =>
      value !== undefined && this.#refused.has(value)
    );
  }

  /** Whatever was seen and is not written here was written without an answer. */
  cut(): void {
    this.#hasUnknown = true;
    const known = new Set(this.#writes.map(({ value }) => value));
    for (const look of this.#looks) {
      const { value = ABSENT, client, endpoint } = look;
      if (value === ABSENT || known.has(value)) continue;
      known.add(value);
      this.#writes.push({
        kind: "put",
        operation: "put",
        client,
        endpoint,
        value,
        callNs: 0,
        returnNs: NEVER,
      });
    }
  }

  /**
   * Writes with what was read of them, or with what was listed; what conditions
   * asked to replace belongs to the reads.
   */
  judged(face: "reads" | "lists"): Judged {
    const history = new KeyHistory();
    for (
      const { kind, client, value, callNs, returnNs, basis } of this.#writes
    ) {
      const row = { kind, client, value, callNs, returnNs };
      const isBased = face === "reads" && basis !== undefined &&
        returnNs !== NEVER;
      history.add(isBased ? { ...row, basis } : row);
    }
    const looks = face === "reads" ? this.#looks : this.#listed;
    const known: Look[] = [];
    let ambiguous = 0;
    for (const look of looks) {
      const { kind, client, callNs, returnNs } = look;
      const value = this.#seenBy(look);
      if (value === undefined) ambiguous += 1;
      // Looks at refused values are findings of their own.
      if (value === undefined || this.#refused.has(value)) continue;
      history.add({ kind, client, value, callNs, returnNs });
      known.push(look);
    }
    const writes = this.#writes;
    return {
      history,
      get rows() {
        return [...writes, ...known].map((one, row) => ({
          ...one,
          value: history.value(row),
        }));
      },
      looks: known.length,
      ambiguous,
    };
  }

  #seenBy({ value, etag }: Look): number | undefined {
    if (value !== undefined) return value;
    return etag === null ? ABSENT : this.valueOf(etag ?? "");
  }

  /** An upload takes effect once, however often its completion is asked for. */
  #add(write: Write): void {
    const { operation, value } = write;
    const at = this.#completions.get(value);
    const earlier = at === undefined ? undefined : this.#writes[at];
    if (at === undefined || earlier === undefined) {
      const count = this.#writes.push(write);
      if (operation !== "complete upload") return;
      this.#completions.set(value, count - 1);
      this.#refused.delete(value);
      return;
    }
    const isFirst = earlier.returnNs !== NEVER;
    const acknowledged = isFirst ? earlier : write;
    const returns = [earlier.returnNs, write.returnNs]
      .filter((ns) => ns !== NEVER);
    this.#writes[at] = {
      ...acknowledged,
      callNs: Math.min(earlier.callNs, write.callNs),
      returnNs: returns.length === 0 ? NEVER : Math.max(...returns),
    };
  }

  #remember(version: Version): void {
    if (this.#recent.at(-1)?.etag === version.etag) return;
    this.#recent.push(version);
    if (this.#recent.length > RECENT_VERSIONS) this.#recent.shift();
  }
}
