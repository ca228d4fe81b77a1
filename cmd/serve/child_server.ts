/**
 * A part of a cluster as a process of its own: this program again, told to serve
 * that part. Goes in: what it is told; comes out: where it listens, as often as
 * it starts. One that dies is started again, on the same port.
 */
import { StorageError } from "../../backends/mod.ts";

export interface ChildOptions {
  /** Words behind `serve`, without the port. */
  readonly words: readonly string[];
  /** A free one when 0; kept over restarts. */
  readonly port: number;
  /** Told of each end that was not asked for. */
  readonly onDeath: (code: number) => void;
}

/** What a child says once it listens, in front of its address. */
export const LISTENS = "Listening on ";

/**
 * Of the system's memory: with an arena for each thread, and blocks that stay
 * in them, a chunk server that 150 clients use at once grew by 100 MB, and with
 * these by 20 (50 uploads, then 100 downloads at a time).
 */
const MEMORY = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "131072" };

/** Before it is tried again; its port may still be held for a moment. */
const PAUSE_MS = 200;

/** One child; `stop` ends it in order. */
export class ChildServer {
  readonly #options: ChildOptions;
  #port: number;
  #process: Deno.ChildProcess | null = null;
  #isStopping = false;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: ChildOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get port(): number {
    return this.#port;
  }

  get processId(): number {
    return this.#process?.pid ?? 0;
  }

  /** Resolves once it listens; fails with a `StorageError` if it ends before. */
  async start(): Promise<void> {
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...selfWords(),
        "serve",
        ...this.#options.words,
        "--port",
        String(this.#port),
        "--with-parent",
      ],
      env: MEMORY,
      // It ends when this pipe does: also when we are killed.
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#process = child;
    let text = "";
    const reader = child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    while (!text.includes("\n")) {
      const { value } = await reader.read();
      if (value === undefined) {
        const { code } = await child.status;
        await child.stdin.close().catch(() => {});
        const [kind] = this.#options.words;
        throw new StorageError(
          `Cannot start "serve ${kind}": it ended with ${code} before it ` +
            "listened, and said why",
          { kind: "Unavailable", operation: "start" },
        );
      }
      text += value;
    }
    this.#port = Number(/:(\d+)\n/.exec(text)?.[1]);
    const drained = drain(reader);
    this.#watching = this.#watch(child, drained);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    try {
      this.#process?.kill("SIGTERM");
    } catch {
      // It is gone already.
    }
    await this.#watching;
  }

  async #watch(child: Deno.ChildProcess, drained: Promise<void>) {
    const { code } = await child.status;
    await drained;
    await child.stdin.close().catch(() => {});
    if (this.#isStopping) return;
    this.#options.onDeath(code);
    // What it needs may be away for as long as it likes: a database, a disk.
    while (!this.#isStopping) {
      try {
        await this.start();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}

async function drain(
  reader: ReadableStreamDefaultReader<string>,
): Promise<void> {
  while (!(await reader.read()).done);
}

/** What starts this program again, compiled or not. */
function selfWords(): string[] {
  if (Deno.build.standalone) return [];
  const main = new URL("../../main.ts", import.meta.url).pathname;
  return ["run", "-A", "-q", "--no-check", main];
}
