/**
 * What a command may touch of the process it runs in: its streams, its
 * environment, its clock and its signals. Handed in, so that every command can
 * be run inside a test.
 */

/** One stream of text. */
export interface Output {
  readonly isTerminal: boolean;
  /** Width of the terminal now; 80 where there is none. */
  columns(): number;
  /** Writes all before it returns; fails with `PipeClosed`, `WriteFailed`. */
  write(text: string): void;
}

/** Time as commands see it; the core's clock replaces it under load. */
export interface Clock {
  nowNs(): number;
  /** Wall time, for headers of files only. */
  date(): Date;
  /** Resolves early, and without failing, once `signal` is aborted. */
  sleepMs(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The signals by which a person or a service manager asks to end. */
export type EndSignal = "SIGINT" | "SIGTERM";

/** Everything outside the program that a command is handed. */
export interface Context {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly clock: Clock;
  readonly processId: number;
  /** A variable of the environment; `undefined` also when it is empty. */
  env(name: string): string | undefined;
  /** Bytes nobody can foresee: for run ids and drawn seeds. */
  random(count: number): Uint8Array;
  /** Calls `listener` at each signal until the returned function is called. */
  onSignal(listener: (signal: EndSignal) => void): () => void;
}

/** The reader of a stream went away, as `head` does after its lines. */
export class PipeClosed extends Error {
  constructor(options: ErrorOptions = {}) {
    super("Cannot write output: its reader closed the pipe", options);
    this.name = "PipeClosed";
  }
}

/** The system did not take what was to be written; the world's fault. */
export class WriteFailed extends Error {
  /** `action` follows "Cannot"; the reason is the system's own. */
  constructor(action: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const reason = said.replace(/ \(os error.*$/s, "");
    const lower = reason.charAt(0).toLowerCase() + reason.slice(1);
    super(`Cannot ${action}: ${lower}`, { cause });
    this.name = "WriteFailed";
  }
}
