/**
 * `stor-verify faults`: the ways in which storage can be made to fail, and what
 * they did in a run.
 */
import {
  type FaultPointCount,
  loadReport,
  type Report,
} from "../engine/mod.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { findRun, runsPath } from "./store/run_store.ts";
import { textTable } from "./text_table.ts";
import { UsageError } from "./usage_error.ts";
import { netFaultPoints } from "./net_faults.ts";
import { openCore } from "./wiring.ts";

const HELP = `
Lists the fault points of the core. "run --fault POINT" arms one; after the name
may come :after=N (pass over the first N), :every=M (then each Mth), :count=K
(at most K times), :seed=S (by chance 1/M, the same operations each time) and
:arg=X (bytes, units or milliseconds, as the point says). A report of such a run
says so first.

--run RUN adds how often each point was reached in that run, and how often it
fired. fs.* act on files as objects (cases), http.*, part.* and list.* on
stores, submit.*, write.*, read.* and latency.* on every lane that has such
operations, sync.* on files and devices.

"run --fault-control DIR" lets fiu-ctrl arm and disarm them in mid run:
fiu-ctrl -f DIR/fiu-ctrl -c "enable name=write.lost,failinfo=ARG,onetime" PID
It takes any name, and says nothing of one that is not listed here: such a run
says in its end that nothing was armed that fired.`;

/** The command as the table lists it. */
export const faults: Command = {
  name: "faults",
  summary: "List the fault points that can be armed, and what they did",
  help: HELP,
  examples: [
    "stor-verify faults",
    "stor-verify faults --run last",
    "stor-verify faults --json",
  ],
  positionals: [],
  flags: [
    {
      name: "run",
      value: "RUN",
      summary: "Add the counts of a run: an id, its beginning, last, or a path",
    },
    RUNS_FLAG,
    { name: "json", summary: "Print JSON instead of a list" },
  ],
  async run(context, args) {
    using core = openCore(context);
    const points = [...core.faults.list(), ...netFaultPoints()]
      .map(({ name, text }) => ({ name, text }));
    const counts = await countsOf(context, args);
    const listed = points.map((point) => ({ ...point, ...counts?.(point) }));
    context.stdout.write(
      args.has("json")
        ? `${JSON.stringify({ version: 1, points: listed }, null, 2)}\n`
        : textTable(listed.map(row)),
    );
    return 0;
  },
};

interface Listed {
  readonly name: string;
  readonly text: string;
  readonly reached?: number;
  readonly fired?: number;
}

function row({ name, text, reached, fired }: Listed): string[] {
  return reached === undefined
    ? [name, text]
    : [name, `reached ${reached}`, `fired ${fired ?? 0}`, text];
}

/** `undefined` without `--run`. Fails with a `UsageError` for a clean run. */
async function countsOf(context: Context, args: Args) {
  const name = args.text("run");
  if (name === undefined) return undefined;
  const report = await reportOf(context, args, name);
  if (report.faultPoints === undefined) {
    throw new UsageError([
      `Run ${report.runId} has no counts: no fault was armed, so none counted`,
    ]);
  }
  const byName = new Map(report.faultPoints.map((one) => [one.point, one]));
  return ({ name }: { readonly name: string }): Omit<
    FaultPointCount,
    "point"
  > => {
    const { reached = 0, fired = 0 } = byName.get(name) ?? {};
    return { reached, fired };
  };
}

async function reportOf(
  context: Context,
  args: Args,
  name: string,
): Promise<Report> {
  const root = runsPath(context, args);
  const { folder, state } = await findRun(name, { root, cwd: context.cwd });
  const text = await folder.load("report.json");
  if (text !== undefined) return loadReport(text);
  throw new UsageError([
    `Run ${state.runId} has no report: it was ended before it could write one`,
  ]);
}
