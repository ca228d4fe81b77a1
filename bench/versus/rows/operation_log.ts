/**
 * What `--op-log` costs: the same load with and without it, in turns. Over
 * `null:`, which does nothing but count, and over a disk; how much of what
 * happened is in the log, and how much memory it takes, are shown beside it.
 */
import { alternate } from "../pairs.ts";
import { type Bar, boundBar, ratioBar, type Row } from "../row.ts";
import { type ProfileRun, runProfile, stepNamed } from "../stor_verify.ts";

const SIZE_MIB = 256;

/** One run of either. */
export interface LoggedLoad {
  readonly opsPerSecond: number;
  readonly residentBytes: number;
  /** 0 to 1; `null`: no log was kept. */
  readonly keptShare: number | null;
}

/** The row of the table of bars. */
export const OPERATION_LOG: Row = {
  id: "operation-log",
  title: "A row for every operation (--op-log), beside the same load without",
  async run({ program, folder, rounds, durationS, say }) {
    const bars: Bar[] = [];
    for (
      const { name, url } of [
        { name: "null:", url: "null:" },
        { name: "direct, 4 KiB, depth 32", url: `direct://${folder}/ours` },
      ]
    ) {
      const profile = profileText(durationS);
      const load = { program, profile, url, scratch: folder };
      const told = async (what: string, isLogged: boolean) => {
        const measured = await measureLoad(load, isLogged);
        say(
          `${name}, ${what}: ${Math.round(measured.opsPerSecond)} IOPS`,
        );
        return measured;
      };
      const measured = await alternate(rounds, [
        () => told("with a log", true),
        () => told("without", false),
      ]);
      bars.push(...logBars(name, measured));
    }
    return bars;
  },
};

async function measureLoad(
  load: ProfileRun,
  isLogged: boolean,
): Promise<LoggedLoad> {
  const path = `${load.scratch}/ops.arrow`;
  const { report } = await runProfile({
    ...load,
    flags: isLogged ? ["--op-log", path] : [],
  });
  if (isLogged) await Deno.remove(path);
  const { ops } = stepNamed(report, "measured");
  const { operationLog } = report;
  return {
    opsPerSecond: ops.reduce((sum, op) => sum + op.whole.opsPerSecond, 0),
    residentBytes: report.client.residentBytesMax,
    keptShare: operationLog === undefined
      ? null
      : operationLog.kept / (operationLog.kept + operationLog.lost),
  };
}

/** Of rounds that hold the load with a log, then the one without. */
export function logBars(
  name: string,
  rounds: readonly (readonly LoggedLoad[])[],
): Bar[] {
  const pairs = rounds.map(([logged, plain]) => {
    if (logged === undefined || plain === undefined) {
      throw new RangeError("A round lacks a measurement");
    }
    return { logged, plain };
  });
  const shares = pairs.flatMap(({ logged }) => logged.keptShare ?? []);
  if (shares.length < pairs.length) {
    throw new RangeError("A report lacks its log of operations");
  }
  return [
    ratioBar({
      title: `IOPS, ${name}`,
      unit: "/s",
      rounds: pairs.map(({ logged, plain }) => ({
        ours: logged.opsPerSecond,
        theirs: plain.opsPerSecond,
      })),
      atLeast: 0.9,
    }),
    ratioBar({
      title: `resident, ${name}`,
      unit: "MB",
      rounds: pairs.map(({ logged, plain }) => ({
        ours: logged.residentBytes / 1e6,
        theirs: plain.residentBytes / 1e6,
      })),
    }),
    boundBar({
      title: `least share of operations kept, ${name}`,
      unit: "%",
      measured: 100 * Math.min(...shares),
    }),
  ];
}

function profileText(durationS: number): string {
  return [
    "name: versus",
    `size: ${SIZE_MIB}MiB`,
    "steps:",
    "  - { name: fill, load: block, op: write, blockSize: 1MiB," +
    " verify: never }",
    "  - name: measured",
    "    load: block",
    "    op: read",
    "    pattern: random",
    "    blockSize: 4KiB",
    "    lanes: 1",
    "    depth: 32",
    `    duration: ${durationS}s`,
    "    verify: never",
    "",
  ].join("\n");
}
