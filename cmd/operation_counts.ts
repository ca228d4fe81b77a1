/**
 * How many operations of each step a log holds, and how many it lost. Comes in:
 * rows, with the byte of the file that they end at; goes out: counts of what is
 * in the file, which waits for a disk that may fail.
 */
import type { LoggedStep, ToldOperation } from "../engine/mod.ts";

/** What operations are counted by. */
export type StepOf = Pick<ToldOperation, "target" | "step">;

interface Count {
  kept: number;
  lost: number;
}

/** Rows on their way into the file. */
interface Waiting {
  readonly count: Count;
  rows: number;
  readonly endByte: number;
}

/** Counts by target and step, in the order in which they began. */
export class OperationCounts {
  readonly #counts = new Map<string, Count>();
  readonly #waiting: Waiting[] = [];

  /** A step is told of even where it has no operation. */
  begin(of: StepOf): void {
    this.#of(of);
  }

  lost(of: StepOf, rows: number): void {
    this.#of(of).lost += rows;
  }

  /** Neither kept nor lost until bytes up to `endByte` are put, or never. */
  waits(of: StepOf, rows: number, endByte: number): void {
    const count = this.#of(of);
    const last = this.#waiting.at(-1);
    if (last?.count === count && last.endByte === endByte) last.rows += rows;
    else this.#waiting.push({ count, rows, endByte });
  }

  /** The file has so many bytes, of those that were added. */
  settle(putBytes: number): void {
    const cut = this.#waiting.findIndex(({ endByte }) => endByte > putBytes);
    const settled = this.#waiting.splice(0, cut < 0 ? Infinity : cut);
    for (const { count, rows } of settled) count.kept += rows;
  }

  /** What still waits is lost: the file has ended. */
  end(): readonly LoggedStep[] {
    for (const { count, rows } of this.#waiting.splice(0)) count.lost += rows;
    return [...this.#counts].map(([name, count]): LoggedStep => {
      const [target = "", step = ""] = name.split("\0");
      return { target, step, ...count };
    });
  }

  #of({ target, step }: StepOf): Count {
    const name = `${target}\0${step}`;
    let count = this.#counts.get(name);
    if (count === undefined) {
      this.#counts.set(name, count = { kept: 0, lost: 0 });
    }
    return count;
  }
}
