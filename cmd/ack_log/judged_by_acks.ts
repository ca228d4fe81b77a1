/**
 * Judging a run by what another host kept. Comes in: the file of `--ack-log`;
 * goes out: which places can be judged by it, faces that do, and the folder of
 * the run where the loss of power took it.
 */
import {
  AckFileError,
  type AckSource,
  type AckSummary,
  FlooredFace,
  type FloorPort,
  summarizeAcks,
} from "../../backends/acknowledgement/mod.ts";
import type { BlockFace } from "../../backends/mod.ts";
import type { Recording } from "../../engine/mod.ts";
import type { Args, Flag } from "../command.ts";
import type { Context } from "../context.ts";
import { absolutePath } from "../store/absolute_path.ts";
import { RunFolder } from "../store/run_folder.ts";
import { parseRunState, type RunPlace } from "../store/run_state.ts";
import { UsageError } from "../usage_error.ts";

/** What `verify` takes to judge by another host's word. */
export const ACK_FLAGS: readonly Flag[] = [
  {
    name: "ack-log",
    value: "FILE",
    summary: 'Judge by what "stor-verify ack-log" kept, not by the oracle',
  },
  {
    name: "expect-durable",
    summary: "With --ack-log: expect also writes that no sync covers",
  },
];

/** A doubt for a person: a promise was taken for granted that few give. */
const EXPECTED = "Each write that returned was expected to be durable, as " +
  "--expect-durable says: a device without protection against loss of power " +
  "may lose by right what no sync covers";

/** A file of acknowledgements that was read once. */
export class JudgedByAcks {
  readonly summary: AckSummary;
  readonly #path: string;
  readonly #source: AckSource;
  readonly #expectDurable: boolean;

  private constructor(options: {
    readonly summary: AckSummary;
    readonly path: string;
    readonly source: AckSource;
    readonly expectDurable: boolean;
  }) {
    this.summary = options.summary;
    this.#path = options.path;
    this.#source = options.source;
    this.#expectDurable = options.expectDurable;
  }

  /** `undefined` without the flag. Fails with a `UsageError`. */
  static async read(
    context: Pick<Context, "cwd">,
    args: Pick<Args, "has" | "text">,
  ): Promise<JudgedByAcks | undefined> {
    const text = args.text("ack-log");
    const expectDurable = args.has("expect-durable");
    if (text === undefined) {
      if (!expectDurable) return undefined;
      throw new UsageError([
        "Cannot use --expect-durable alone: it says how to read --ack-log FILE",
      ]);
    }
    const path = absolutePath(context.cwd, text);
    const source = () => chunksOf(path);
    try {
      const summary = await summarizeAcks(source);
      return new JudgedByAcks({ summary, path, source, expectDurable });
    } catch (error) {
      throw new UsageError([`Cannot judge by "${text}": ${reasonOf(error)}`], {
        cause: error,
      });
    }
  }

  /** Flags that a command needs to judge by the same file again. */
  get repeat(): string[] {
    return [
      ...["--ack-log", this.#path],
      ...(this.#expectDurable ? ["--expect-durable"] : []),
    ];
  }

  get doubts(): string[] {
    return this.#expectDurable ? [EXPECTED] : [];
  }

  /** What the file says of the run, in one line. */
  get line(): string {
    const { dropped, lastMs, outcome, records, restBytes } = this.summary;
    const last = isoOf(lastMs);
    const end = outcome === null
      ? `the run was cut off, last heard of ${last}`
      : `the run ended ${last} (${outcome})`;
    return [
      `acks     ${this.#path}: ${records} records; ${end}`,
      ...(dropped > 0 ? [`${dropped} came too fast to be told of`] : []),
      ...(restBytes > 0
        ? [`${restBytes} bytes at its end are no whole record`]
        : []),
    ].join("; ");
  }

  /** How much of each place had to be there, one line each. */
  durableLines({ steps }: Pick<Recording, "steps">): string {
    const word = this.#expectDurable ? "returned" : "durable ";
    return steps.flatMap(({ space, target }) => {
      if (space === null) return [];
      const { units, unitsWritten } = space;
      const rest = unitsWritten < units ? "; the others may hold anything" : "";
      return `${word} ${unitsWritten} of ${units} units of ${target}${rest}\n`;
    }).join("");
  }

  /** Fails with a `UsageError` where the file is of another run. */
  mustBeOf(runId: string): void {
    if (runId === this.summary.runId) return;
    throw new UsageError([
      `Cannot judge run ${runId} by "${this.#path}": it is of run ` +
      this.summary.runId,
    ]);
  }

  /**
   * Makes the folder of the run again where it is gone; its path then. What
   * `run.json` and `plan.json` said was told when the run began.
   */
  async restore(root: string, name: string): Promise<string | null> {
    const { lastMs, outcome, plan, runId, state } = this.summary;
    if (!runId.startsWith(name)) return null;
    const folder = new RunFolder(`${root}/${runId}`);
    if (await isThere(`${folder.path}/run.json`)) return null;
    const told = parseRunState(state);
    if (told === undefined || plan === "") {
      throw new UsageError([
        `Cannot make the folder of run ${runId} again: "${this.#path}" was ` +
        "cut off before it said what the run is",
      ]);
    }
    await Deno.mkdir(folder.path, { recursive: true, mode: 0o700 });
    await folder.save("plan.json", plan);
    const isOver = outcome !== null;
    await folder.saveState({
      ...told,
      ...(isOver ? { state: "complete", endedAt: isoOf(lastMs) } : {}),
    });
    return folder.path;
  }

  /** Places of which something is known that must be there. */
  judgeable(places: readonly RunPlace[]): readonly RunPlace[] {
    return places.filter(({ oracle, target }) =>
      oracle !== null &&
      this.summary.spaces.some((space) =>
        space.target === target &&
        (this.#expectDurable ? space.hasWritten : space.hasDurable)
      )
    );
  }

  /** The same faces, each of whose spaces is judged by the file. */
  faces(
    faces: ReadonlyMap<string, BlockFace | null>,
    core: FloorPort,
  ): ReadonlyMap<string, BlockFace | null> {
    const { summary } = this;
    const [source, expectDurable] = [this.#source, this.#expectDurable];
    return new Map(
      [...faces].map(([target, face]) => [
        target,
        face &&
        new FlooredFace(face, { core, source, summary, target, expectDurable }),
      ]),
    );
  }
}

/** Where the oracle of a place is made from the file; it is not kept. */
export function floorPath(folder: RunFolder, oracle: string): string {
  return `${folder.path}/${oracle}.floor`;
}

/** Before and after: what an interrupted judgement left is of no use. */
export async function removeFloors(
  folder: RunFolder,
  places: readonly RunPlace[],
): Promise<void> {
  for (const { oracle } of places) {
    if (oracle === null) continue;
    await Deno.remove(floorPath(folder, oracle)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await Deno.open(path, { read: true });
  yield* file.readable;
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) {
    return 'there is no such file; "stor-verify ack-log" says where it is, ' +
      "on the host where it runs";
  }
  if (error instanceof AckFileError) {
    return `${error.message}: is it a file that "stor-verify ack-log" made?`;
  }
  if (error instanceof Error && !(error instanceof TypeError)) {
    return error.message.replace(/ \(os error.*$/s, "").toLowerCase();
  }
  throw error;
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
