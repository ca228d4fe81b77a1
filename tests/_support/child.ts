/** The program as a process of its own, for what only a process can suffer. */

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** What a child is started with. */
export interface ChildOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Program and arguments put before ours: it must end in an exec of them. */
  readonly under?: readonly string[];
}

/** How a child ended. */
export interface ChildEnd {
  readonly exit: number;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** A child that runs, with what it has printed so far. */
export class Child {
  readonly #process: Deno.ChildProcess;
  readonly #err: Promise<string>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #out = "";

  constructor(args: readonly string[], options: ChildOptions) {
    const ours = [Deno.execPath(), "run", "-A", "--no-check", MAIN, ...args];
    const [program = "", ...rest] = [...options.under ?? [], ...ours];
    this.#process = new Deno.Command(program, {
      args: rest,
      cwd: options.cwd,
      // The child finds the packages where this process has them.
      env: { DENO_DIR: denoDir(), ...options.env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#err = new Response(this.#process.stderr).text();
    this.#reader = this.#process.stdout.getReader();
  }

  get processId(): number {
    return this.#process.pid;
  }

  /**
   * Resolves once stdout holds `text`, with all of it so far; fails when it
   * ends without.
   */
  async until(text: string): Promise<string> {
    while (!this.#out.includes(text)) {
      if (await this.#read()) continue;
      throw new Error(
        `The child ended without "${text}":\n${this.#out}${await this.#err}`,
      );
    }
    return this.#out;
  }

  /** Resolves once stdout holds `text` once more than now. */
  async untilNext(text: string): Promise<void> {
    const count = () => this.#out.split(text).length;
    const before = count();
    while (count() === before) {
      if (await this.#read()) continue;
      throw new Error(`The child ended without another "${text}"`);
    }
  }

  kill(signal: Deno.Signal): void {
    this.#process.kill(signal);
  }

  async end(): Promise<ChildEnd> {
    while (await this.#read());
    const { code, signal } = await this.#process.status;
    return { exit: code, signal, out: this.#out, err: await this.#err };
  }

  async #read(): Promise<boolean> {
    const { value, done } = await this.#reader.read();
    this.#out += this.#decoder.decode(value, { stream: !done });
    return !done;
  }
}

function denoDir(): string {
  const home = Deno.env.get("HOME") ?? "";
  return Deno.env.get("DENO_DIR") ?? `${home}/.cache/deno`;
}
