/** `stor-verify verify`: judges what a run left, also after `kill -9`. */
import { loadPlan, type Plan, readBackPlan } from "../engine/mod.ts";
import { ACK_FLAGS, JudgedByAcks } from "./ack_log/judged_by_acks.ts";
import { missingWord } from "./args.ts";
import type { Args, Command } from "./command.ts";
import { judgeAgain } from "./judge_again.ts";
import { refuseOverwritten } from "./overwritten.ts";
import { checkReportPaths } from "./report_files.ts";
import { textOutput } from "./run_report.ts";
import { NET_FAULT_FLAG } from "./net_faults.ts";
import { targetsOfRun } from "./run_targets.ts";
import { CONFIG_FLAG, RUNS_FLAG } from "./select_flags.ts";
import { isRunAlive, type RunPlace, settledState } from "./store/run_state.ts";
import {
  findRun,
  listRuns,
  runsPath,
  type StoredRun,
} from "./store/run_store.ts";
import { keptTables } from "./table/kept_tables.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Reads everything back that a run wrote and judges it by the run's own oracle:
the generations that were acknowledged, those that may be there, and those that
must not. RUN is an id, the beginning of one, "last", or a path. Changes
nothing.

After a loss of power the oracle may be gone, or older than the storage. With
--ack-log it is what another host kept (see "stor-verify ack-log --help"): each
unit must hold what was durable by then, or something later. The file knows its
RUN, so that it need not be named.`;

/** The command as the table lists it. */
export const verify: Command = {
  name: "verify",
  summary: "Read a run's files back and judge them again",
  help: HELP,
  examples: [
    "stor-verify verify last",
    "stor-verify verify 3f2a --target local --offset 315392 --json -",
    "stor-verify verify --ack-log /mnt/usb/3f2a5c11ab00ff72.acks",
  ],
  positionals: [{ name: "RUN", optional: true }],
  flags: [
    { name: "target", value: "NAME", summary: "Judge only that target" },
    {
      name: "offset",
      value: "BYTES",
      summary: "Judge only the unit at that offset of the target's space",
    },
    {
      name: "key",
      value: "NUMBER",
      summary: "Judge only the key of that number, as a finding names it",
    },
    ...ACK_FLAGS,
    NET_FAULT_FLAG,
    CONFIG_FLAG,
    RUNS_FLAG,
    {
      name: "json",
      value: "FILE|-",
      summary: "Write the report as JSON; - prints it, and text to stderr",
    },
    { name: "quiet", summary: "Print only the final report" },
  ],
  async run(context, args) {
    checkReportPaths(context, args);
    const root = runsPath(context, args);
    const acks = await JudgedByAcks.read(context, args);
    const name = args.positionals[0] ?? acks?.summary.runId;
    if (name === undefined) {
      throw new UsageError([missingWord("RUN", "verify")]);
    }
    const out = textOutput(context, args);
    const restored = await acks?.restore(root, name) ?? null;
    if (restored !== null) {
      out.write(`restored ${restored}: it was gone, and the file knew it\n`);
    }
    const found = await findRun(name, { root, cwd: context.cwd });
    acks?.mustBeOf(found.state.runId);
    if (acks !== undefined) out.write(`${acks.line}\n`);
    const kept = placesToJudge(found, args.text("target"));
    refuseOverwritten(found, kept, (await listRuns(root)).runs);
    const asked = await readBack(found, args);
    const places = acks?.judgeable(kept) ?? await placesWithOracle(found, kept);
    for (const place of kept.filter((one) => !places.includes(one))) {
      const why = acks !== undefined
        ? "nobody was told of a write there that must have survived"
        : skippedBecause(place, found);
      out.write(`skipped ${place.target}: ${why}\n`);
    }
    if (places.length === 0) return 4;
    const { lines, plan } = await keptTables(asked, found, places);
    for (const line of lines) out.write(line);
    const targets = targetsOfRun(context, args, places);
    return await judgeAgain({
      ...{ acks, context, args, found, places, plan, targets },
    });
  },
};

/** Fails with a `UsageError` when there is nothing that could be read. */
function placesToJudge(
  { state }: StoredRun,
  target: string | undefined,
): readonly RunPlace[] {
  if (settledState(state, isRunAlive) === "running") {
    throw new UsageError([
      `Cannot judge run ${state.runId}: it is still running ` +
      `(process ${state.processId})`,
    ]);
  }
  const chosen = state.places.filter((place) =>
    target === undefined || place.target === target
  );
  if (chosen.length === 0) {
    const names = state.places.map((place) => place.target).join(", ");
    throw new UsageError([
      `Run ${state.runId} has no target "${target}": it has ${names}`,
    ]);
  }
  const kept = chosen.filter((place) => place.kept);
  if (kept.length > 0) return kept;
  throw new UsageError([
    `Cannot judge run ${state.runId}: its files are deleted; ` +
    "run with --keep to keep them",
  ]);
}

async function readBack(found: StoredRun, args: Args): Promise<Plan> {
  const text = await found.folder.load("plan.json");
  if (text === undefined) {
    throw new UsageError([
      `Cannot judge run ${found.state.runId}: its plan.json is gone`,
    ]);
  }
  const target = args.text("target");
  const offset = args.text("offset");
  const key = args.text("key");
  const mistakes = [
    ...(isNumber(offset)
      ? []
      : [`Cannot use --offset ${offset}: it is a number of bytes`]),
    ...(isNumber(key)
      ? []
      : [`Cannot use --key ${key}: it is the number of a key, from 0`]),
    ...(offset !== undefined && key !== undefined
      ? ["Cannot use --offset and --key at once: an offset is in a file"]
      : []),
  ];
  if (mistakes.length > 0) throw new UsageError(mistakes);
  try {
    return readBackPlan(loadPlan(text), {
      ...(target === undefined ? {} : { target }),
      ...(offset === undefined ? {} : { offsetBytes: Number(offset) }),
      ...(key === undefined ? {} : { key: Number(key) }),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError([error.message], { cause: error });
  }
}

function isNumber(text: string | undefined): boolean {
  return text === undefined || /^\d{1,15}$/.test(text);
}

function skippedBecause({ oracle }: RunPlace, { state }: StoredRun): string {
  if (oracle === null) {
    return "its steps (copies, clients, cases) are judged while they run; " +
      "histories of clients are judged again by stor-verify judge, and what " +
      `was left is taken away by stor-verify clean ${state.runId}`;
  }
  return state.state === "running"
    ? "the run ended before it wrote anything there"
    : "its oracle is gone, which alone knows what was written";
}

/** A run that was killed before it made a space has no oracle of it. */
async function placesWithOracle(
  { folder }: StoredRun,
  places: readonly RunPlace[],
): Promise<readonly RunPlace[]> {
  const found: RunPlace[] = [];
  for (const place of places) {
    if (place.oracle !== null && await folder.hasOracle(place.oracle)) {
      found.push(place);
    }
  }
  return found;
}
