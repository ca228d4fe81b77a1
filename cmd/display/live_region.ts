/**
 * Lines at the bottom of a terminal that are drawn again in place, under text
 * that scrolls. Touches no line that is not its own.
 */
import type { Output } from "../context.ts";
import { withoutColors } from "./color.ts";

const ESC = "\x1b[";

/** A region that is empty until it is first drawn. */
export class LiveRegion {
  readonly #output: Output;
  #drawn: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Replaces the region's lines, in one write so that nothing flickers. */
  draw(lines: readonly string[]): void {
    const hide = this.#drawn.length === 0 ? `${ESC}?25l` : "";
    this.#output.write(hide + this.#toTop() + clearEach(lines) + `${ESC}J`);
    this.#drawn = lines;
  }

  /** Writes lines that stay, above the region. */
  print(text: string): void {
    const below = this.#drawn;
    this.#output.write(
      `${this.#toTop()}${ESC}J${text}${clearEach(below)}`,
    );
  }

  /** Takes the region away and shows the cursor again. May be repeated. */
  end(): void {
    if (this.#drawn.length === 0) return;
    this.#output.write(`${this.#toTop()}${ESC}J${ESC}?25h`);
    this.#drawn = [];
  }

  /** A window made narrower has broken long lines into several rows. */
  #toTop(): string {
    const columns = Math.max(1, this.#output.columns());
    const rows = this.#drawn.reduce(
      (sum, line) =>
        sum + Math.max(1, Math.ceil(withoutColors(line).length / columns)),
      0,
    );
    return rows === 0 ? "" : `${ESC}${rows}A\r`;
  }
}

function clearEach(lines: readonly string[]): string {
  return lines.map((line) => `${ESC}2K${line}\n`).join("");
}
