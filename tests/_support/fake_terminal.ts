/**
 * A terminal that keeps its screen as lines and understands the few sequences
 * that the live display may use; any other one fails the test.
 */
import type { Output } from "../../cmd/mod.ts";

/** Grows downwards without end; nothing scrolls away. */
export class FakeTerminal implements Output {
  readonly isTerminal = true;
  isCursorShown = true;
  #columns: number;
  #rows: string[] = [""];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  columns(): number {
    return this.#columns;
  }

  /** What a person sees, without the empty rows at the end. */
  lines(): string[] {
    const rows = this.#rows.map((row) => row.trimEnd());
    while (rows.at(-1) === "") rows.pop();
    return rows;
  }

  /** Breaks longer rows, as terminals do when they are made narrower. */
  resize(columns: number): void {
    this.#columns = columns;
    this.#rows = this.#rows.flatMap((row) => {
      const parts = row.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""];
      return [...parts];
    });
    this.#row = this.#rows.length - 1;
  }

  write(text: string): void {
    for (let at = 0; at < text.length;) {
      at += text[at] === "\x1b"
        ? this.#escape(text.slice(at))
        : this.#put(text.charAt(at));
    }
  }

  #put(letter: string): number {
    if (letter === "\r") this.#column = 0;
    else if (letter === "\n") {
      this.#column = 0;
      this.#row++;
      if (this.#row === this.#rows.length) this.#rows.push("");
    } else {
      if (this.#column === this.#columns) this.#put("\n");
      const row = (this.#rows[this.#row] ?? "").padEnd(this.#column);
      this.#rows[this.#row] = row.slice(0, this.#column) + letter +
        row.slice(this.#column + 1);
      this.#column++;
    }
    return 1;
  }

  /** Returns how many characters the sequence took. */
  #escape(text: string): number {
    const [all = "", mark = "", count = "", letter = ""] =
      text.slice(1).match(/^\[(\??)(\d*)([A-Za-z])/) ?? [];
    if (mark === "?" && count === "25") this.isCursorShown = letter === "h";
    else if (letter === "A") this.#row = Math.max(0, this.#row - Number(count));
    else if (letter === "J") this.#clearBelow();
    else if (letter === "K" && count === "2") this.#rows[this.#row] = "";
    else if (letter !== "m") {
      throw new Error(`No terminal here knows ${JSON.stringify(text)}`);
    }
    return all.length + 1;
  }

  #clearBelow(): void {
    this.#rows = this.#rows.slice(0, this.#row + 1);
    this.#rows[this.#row] = (this.#rows[this.#row] ?? "").slice(
      0,
      this.#column,
    );
  }
}
