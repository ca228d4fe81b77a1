/**
 * The checksum that a store states with an object, held against its bytes as a
 * script lane reads them.
 */
import {
  type LaneContext,
  type RunningSum,
  tellWhole,
} from "./lane_context.ts";
import type { StatedChecksum } from "./store_client.ts";

/** What was read, for the finding. */
export interface SummedRead {
  readonly index: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
}

/** What the bytes have, and what was stated of them. */
export interface SumResult {
  /** `null`: of a kind that cannot be told here. */
  readonly expected: string | null;
  readonly found: string;
}

/** One body; nothing is summed where nothing was stated. */
export class ReturnedSum implements Disposable {
  readonly #stated: StatedChecksum | undefined;
  readonly #sum: RunningSum | null;

  constructor(context: LaneContext, stated: StatedChecksum | undefined) {
    this.#stated = context.spec.verify ? stated : undefined;
    const kind = this.#stated?.kind ?? null;
    this.#sum = kind === null ? null : context.sum(kind);
  }

  write(chunk: Uint8Array): void {
    this.#sum?.update(chunk);
  }

  /** Of all bytes, once they came; `null` where nothing was stated. */
  result(): SumResult | null {
    if (this.#stated === undefined) return null;
    const expected = this.#sum?.base64() ?? null;
    return { expected, found: this.#stated.text };
  }

  [Symbol.dispose](): void {
    this.#sum?.[Symbol.dispose]();
  }
}

/**
 * Counts it, and tells a checksum that does not fit bytes which are right: of
 * other bytes it is another one, which is no news.
 */
export function judgeSum(
  context: LaneContext,
  read: SummedRead,
  { expected, found }: SumResult,
): void {
  if (expected === null) return context.memory.add("sums_unknown");
  context.memory.add("sums_compared");
  if (expected === found) return;
  tellWhole(context, {
    ...{ class: "wrong checksum", op: "get", ...read },
    texts: { expected, found },
  });
}
