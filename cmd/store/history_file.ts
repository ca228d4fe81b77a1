/** A file that grows by a line for each attempt of a client. */
import type { HistorySink } from "../../engine/mod.ts";

/** Written at once when so much has come together. */
const CHUNK_CHARACTERS = 1 << 16;

/**
 * Opens it when the first lines are written. A disk that is full ends the
 * history, not the run: `close` tells.
 */
export function openHistory(path: string): HistorySink {
  return new HistoryFile(path);
}

class HistoryFile implements HistorySink {
  readonly #encoder = new TextEncoder();
  readonly #path: string;
  #file: Deno.FsFile | null = null;
  #lines: string[] = [];
  #characters = 0;
  #failure: string | null = null;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  write(line: string): void {
    if (this.#isClosed || this.#failure !== null) return;
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= CHUNK_CHARACTERS) this.#flush();
  }

  close(): ReturnType<HistorySink["close"]> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#flush();
      this.#end();
    }
    return this.#failure === null
      ? { history: this.#path.slice(this.#path.lastIndexOf("/") + 1) }
      : { failure: this.#failure };
  }

  #flush(): void {
    this.#attempt(() => {
      this.#file ??= Deno.openSync(this.#path, {
        write: true,
        createNew: true,
        mode: 0o600,
      });
      let rest = this.#encoder.encode(this.#lines.join(""));
      while (rest.length > 0) rest = rest.subarray(this.#file.writeSync(rest));
    });
    this.#lines = [];
    this.#characters = 0;
  }

  #end(): void {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    this.#attempt(() => file.syncSync());
    file.close();
  }

  #attempt(body: () => void): void {
    if (this.#failure !== null) return;
    try {
      body();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#failure = `Cannot keep the history in "${this.#path}": ${reason}`;
    }
  }
}

/** Its lines, one after another, however long the file is. */
export function* historyLines(path: string): Generator<string> {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1 << 20);
  let rest = "";
  for (;;) {
    const count = file.readSync(buffer);
    if (count === null) break;
    const text = rest +
      decoder.decode(buffer.subarray(0, count), { stream: true });
    const lines = text.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
