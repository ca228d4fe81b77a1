/**
 * `run --op-log FILE`: every write and every sync of a run over files and
 * devices, as an Arrow file that is written while the run goes on. Goes in: the
 * faces of the run; come out: the same faces, whose spaces keep a log.
 */
import { AcknowledgedFace } from "../backends/acknowledgement/mod.ts";
import type { BlockFace } from "../backends/mod.ts";
import type { Plan } from "../engine/mod.ts";
import type {
  ArrowWriter,
  LoggedRecord,
  OperationJoin,
} from "../engine/report/arrow/mod.ts";
import type { Args, Flag } from "./command.ts";
import { type Context, WriteFailed } from "./context.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { UsageError } from "./usage_error.ts";

/** How often the logs are read: they hold more than a second of any device. */
const TURN_MS = 100;

/** The flag as `run` lists it. */
export const OP_LOG_FLAG: Flag = {
  name: "op-log",
  value: "FILE",
  summary: "Write each write and sync on files and devices as an Arrow file",
};

/** The log of a space; it ends with the space. */
interface ReadLog {
  read(): readonly LoggedRecord[];
  facts(): { readonly dropped: number };
}

interface Kept {
  readonly log: ReadLog;
  readonly join: OperationJoin;
}

/** Keeps operations from `open()` until `close()`. */
export class OperationLog {
  readonly #file: Deno.FsFile;
  readonly #path: string;
  readonly #arrow: typeof import("../engine/report/arrow/mod.ts");
  readonly #writer: ArrowWriter;
  readonly #over = new AbortController();
  readonly #turning: Promise<void>;
  readonly #spaces = new Set<Kept>();
  #operations = 0;
  #dropped = 0;

  private constructor(
    context: Context,
    opened: OperationLogParts,
  ) {
    this.#file = opened.file;
    this.#path = opened.path;
    this.#arrow = opened.arrow;
    this.#writer = opened.writer;
    this.#turning = this.#turn(context);
  }

  /** `undefined` without the flag; fails with a `UsageError`, `WriteFailed`. */
  static async open(
    context: Context,
    args: Pick<Args, "text" | "has">,
    { plan, faultsArmed }: {
      readonly plan: Plan;
      readonly faultsArmed: readonly string[];
    },
  ): Promise<OperationLog | undefined> {
    const typed = args.text(OP_LOG_FLAG.name);
    if (typed === undefined) return undefined;
    refuse(args, plan);
    const path = absolutePath(context.cwd, typed);
    const arrow = await import("../engine/report/arrow/mod.ts");
    const file = await Deno.open(path, {
      ...{ write: true, create: true, truncate: true },
    }).catch((error) => {
      throw new WriteFailed(`write "${typed}"`, error);
    });
    const facts = [
      ...(faultsArmed.length > 0
        ? [["faults_armed", `FAULTS ARMED: ${faultsArmed.join(", ")}`]]
        : []),
      ["run", plan.runId],
      ["profile", plan.profile.name],
    ];
    const writer = await arrow.ArrowWriter.open(
      facts.map(([name = "", text = ""]) => [name, text] as const), // a pair
      (bytes) => writeAll(file, bytes),
    );
    return new OperationLog(context, { file, path, arrow, writer });
  }

  /** The same face, whose spaces keep a log. */
  face(name: string, face: BlockFace): BlockFace {
    return new AcknowledgedFace(face, name, {
      begin: (target, _, log) => this.#begin(target, log),
    });
  }

  /** Ends the file, once, and says what is in it; may fail with `WriteFailed`. */
  async close(): Promise<string> {
    if (this.#over.signal.aborted) return "";
    this.#over.abort();
    await this.#turning;
    try {
      await this.#writer.close();
      await this.#file.sync();
    } catch (error) {
      throw new WriteFailed(`write "${this.#path}"`, error);
    } finally {
      this.#file.close();
    }
    const count = this.#operations.toLocaleString("en-US");
    const lost = this.#dropped === 0
      ? ""
      : `; ${this.#dropped.toLocaleString("en-US")} records came too fast ` +
        "to be kept: it is not all";
    return `op-log   ${count} writes and syncs in ${this.#path}${lost}\n`;
  }

  #begin(target: string, log: ReadLog): { end(): void } {
    const kept = { log, join: new this.#arrow.OperationJoin(target) };
    this.#spaces.add(kept);
    return {
      end: () => {
        this.#spaces.delete(kept);
        this.#read(kept, true);
        this.#dropped += log.facts().dropped;
      },
    };
  }

  #read({ log, join }: Kept, isOver: boolean): void {
    join.add(log.read());
    const rows = join.take(isOver);
    if (rows.length === 0) return;
    this.#operations += rows.length;
    this.#writer.add(this.#arrow.operationColumns(rows));
  }

  async #turn({ clock }: Context): Promise<void> {
    while (!this.#over.signal.aborted) {
      await clock.sleepMs(TURN_MS, this.#over.signal);
      for (const kept of this.#spaces) this.#read(kept, false);
    }
  }
}

interface OperationLogParts {
  readonly file: Deno.FsFile;
  readonly path: string;
  readonly arrow: typeof import("../engine/report/arrow/mod.ts");
  readonly writer: ArrowWriter;
}

/** Only lanes over files and devices keep a log, and one for one reader. */
function refuse(args: Pick<Args, "has">, { targets }: Plan): void {
  const mistakes = targets.flatMap(({ objects, space, url }) =>
    objects === undefined &&
      (space?.kind === "directory" || space?.kind === "device")
      ? []
      : [
        `Cannot keep each operation on "${url}": --op-log is for files and ` +
        "devices; --arrow has the seconds of any run",
      ]
  );
  if (args.has("ack-log")) {
    mistakes.push(
      "Cannot use --op-log and --ack-log at once: a space keeps one log",
    );
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await file.write(bytes.subarray(at));
  }
}
