/**
 * Which appends were acknowledged, and which rows came back: a bit a row. At
 * the end each acknowledged append must be there exactly once, an unknown one
 * whole or not at all, and nothing else.
 */

/** What was told to the one who committed. */
export type AppendFate = "none" | "acknowledged" | "unknown";

export class AppendLedger {
  readonly #rowsEach: number;
  readonly #fates: AppendFate[];
  readonly #seen: Uint8Array;

  constructor(appends: number, rowsEach: number) {
    this.#rowsEach = rowsEach;
    this.#fates = Array<AppendFate>(appends).fill("none");
    this.#seen = new Uint8Array(Math.ceil(appends * rowsEach / 8));
  }

  /** Appends of which nobody knows whether they are there. */
  get unknown(): number {
    return this.#fates.filter((fate) => fate === "unknown").length;
  }

  settle(append: number, fate: AppendFate): void {
    this.#fates[append] = fate;
  }

  /** A sentence if the row is nobody's, or came before. */
  see(id: number): string | null {
    if (!(id >= 0 && id < this.#fates.length * this.#rowsEach)) {
      return `Row ${id} is there, and was never written`;
    }
    const bit = 1 << (id % 8);
    const byte = this.#seen[Math.floor(id / 8)] ?? 0;
    if ((byte & bit) !== 0) return `Row ${id} is there twice`;
    this.#seen[Math.floor(id / 8)] = byte | bit;
    return null;
  }

  /** Sentences about appends that are not there as they were told to be. */
  judge(): string[] {
    return this.#fates.flatMap((fate, append) => {
      const first = append * this.#rowsEach;
      const count = this.#count(first);
      const rows = `rows ${first} to ${first + this.#rowsEach}`;
      if (fate === "acknowledged") {
        return count === this.#rowsEach ? [] : [
          `Append ${append} was acknowledged, and ${count} of its ` +
          `${this.#rowsEach} rows are there (${rows})`,
        ];
      }
      if (count === 0) return [];
      if (fate === "none") {
        return [
          `Append ${append} was refused, and ${count} of ${rows} are there`,
        ];
      }
      return count === this.#rowsEach ? [] : [
        `The outcome of append ${append} was unknown, and a part of it is ` +
        `there: ${count} of ${rows}`,
      ];
    });
  }

  #count(first: number): number {
    let count = 0;
    for (let id = first; id < first + this.#rowsEach; id++) {
      count += ((this.#seen[Math.floor(id / 8)] ?? 0) >> (id % 8)) & 1;
    }
    return count;
  }
}
