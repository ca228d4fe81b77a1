/**
 * The open library and the rules of calling it: a negative status becomes a
 * `CoreError`, texts are NUL-terminated, and memory that a call on another
 * thread writes to stays alive until that call is over.
 */
import { LAYOUTS } from "./layout.ts";
import type { SYMBOLS } from "./symbols.ts";
import { CoreError, STATUSES, statusName } from "./status.ts";

/** What is being done, for the sentence of a failure. */
export interface Call {
  /** A verb and its object, after "Cannot": `open file`. */
  readonly operation: string;
  /** The value it is done to; quoted. */
  readonly subject?: string;
  readonly failedFile?: number;
}

/** Findings that one call of the core hands over at most. */
export const FINDINGS_AT_ONCE = 64;

/** The functions of the core, and how a call of them ends. */
export class Library {
  readonly symbols: Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];
  /** One for all: what is in it is copied out before the call returns. */
  readonly findings = new Uint8Array(
    FINDINGS_AT_ONCE * LAYOUTS.sv_finding.sizeBytes,
  );
  readonly #opened: Deno.DynamicLibrary<typeof SYMBOLS>;
  readonly #held = new Set<readonly unknown[]>();
  readonly #encoder = new TextEncoder();

  constructor(opened: Deno.DynamicLibrary<typeof SYMBOLS>) {
    this.#opened = opened;
    this.symbols = opened.symbols;
  }

  close(): void {
    this.#opened.close();
  }

  /** Bytes of `text` with the NUL that ends it; refuses one that has a NUL. */
  cString(text: string): Uint8Array<ArrayBuffer> {
    if (text.includes("\0")) {
      throw new CoreError(
        `Cannot pass ${JSON.stringify(text)} to the core: it holds a NUL`,
        { status: STATUSES.LAYOUT[0], operation: "pass text" },
      );
    }
    return this.#encoder.encode(text + "\0");
  }

  /** Texts end to end, each with its NUL. */
  cStrings(texts: readonly string[]): Uint8Array<ArrayBuffer> {
    const parts = texts.map((text) => this.cString(text));
    const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Static text of the core; `null` for a NULL. */
  text(pointer: Deno.PointerValue): string | null {
    return pointer === null ? null : Deno.UnsafePointerView.getCString(pointer);
  }

  /** Waits for a call on another thread; `memory` is kept until it is over. */
  async blocking<T>(
    call: Promise<T>,
    ...memory: readonly unknown[]
  ): Promise<T> {
    // The collector does not know that C still holds addresses into it.
    this.#held.add(memory);
    try {
      return await call;
    } finally {
      this.#held.delete(memory);
    }
  }

  /** The count that `status` is, or throws what it says. */
  must(status: number | bigint, call: Call): number {
    const number = Number(status);
    if (number < 0) throw this.failure(number, call);
    return number;
  }

  failure(status: number, call: Call): CoreError {
    const said = this.text(this.symbols.sv_status_text(status)) ?? "unknown";
    const { operation, subject, failedFile } = call;
    const about = subject === undefined ? "" : ` "${subject}"`;
    return new CoreError(
      `Cannot ${operation}${about}: ${said} (${statusName(status)})`,
      {
        status,
        operation,
        ...(failedFile === undefined ? {} : { failedFile }),
      },
    );
  }

  /** The failure of a call on a handle that is closed or still busy. */
  misuse(operation: string, state: string): CoreError {
    return new CoreError(`Cannot ${operation}: ${state}`, {
      status: STATUSES.STATE[0],
      operation,
    });
  }
}

/** Where the core stores a handle. */
export function handleSlot(): BigUint64Array<ArrayBuffer> {
  return new BigUint64Array(1);
}

/** The handle that a call stored; only after the call succeeded. */
export function handleIn(slot: BigUint64Array): Deno.PointerObject {
  const pointer = Deno.UnsafePointer.create(slot[0] ?? 0n);
  if (pointer === null) throw new Error("The core stored no handle");
  return pointer;
}
