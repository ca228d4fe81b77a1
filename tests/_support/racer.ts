/**
 * One process that races for versions of tables: it is let go where it waits,
 * and tells what it was acknowledged, one place after the other.
 */
import type { RacePlace } from "./race_for_versions.ts";

const PROGRAM = new URL("./race_for_versions.ts", import.meta.url);

/** A version, and the first row of its append. */
export type RacedVersion = readonly [version: number, row: number];

export class Racer {
  readonly #process: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #text = "";

  constructor(places: readonly RacePlace[]) {
    const args = [PROGRAM.href, JSON.stringify(places)];
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", ...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const { stdin, stdout } = this.#process;
    this.#reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#writer = stdin.getWriter();
  }

  /** Resolves where it stands before its first version of the next place. */
  async ready(): Promise<void> {
    const line = await this.#line();
    if (line !== "at") throw new Error(`The racer says "${line}", not "at"`);
  }

  async letGo(): Promise<void> {
    await this.#writer.write(new Uint8Array(1));
  }

  /** All that it was acknowledged at this place, once it is done there. */
  async versions(): Promise<RacedVersion[]> {
    const versions: RacedVersion[] = [];
    for (let line = await this.#line();; line = await this.#line()) {
      if (line === "done") return versions;
      const [version = NaN, row = NaN] = line.split(" ").map(Number);
      versions.push([version, row]);
    }
  }

  /** Ends it, wherever it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#reader.cancel();
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      // It has ended by itself.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#process.status;
  }

  async #line(): Promise<string> {
    let end = this.#text.indexOf("\n");
    while (end < 0) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error(`The racer ended after "${this.#text}"`);
      this.#text += value;
      end = this.#text.indexOf("\n");
    }
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 1);
    return line;
  }
}
