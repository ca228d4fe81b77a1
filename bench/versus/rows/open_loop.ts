/**
 * Open loop: random reads at half of the peak and at half more than it. At 50 %
 * operations start on time; at 150 % the report says overloaded, and response
 * time grows while service time does not.
 */
import type { Report } from "../../../engine/mod.ts";
import { boundBar, type Row } from "../row.ts";
import { runProfile, stepNamed } from "../stor_verify.ts";

/** The row of the table of bars. */
export const OPEN_LOOP: Row = {
  id: "open-loop",
  title: "Open loop, direct random read, 4 KiB, depth 32, one lane",
  async run({ program, folder, durationS, say }) {
    const run = (steps: string) =>
      runProfile({
        program,
        profile: profileOf(steps),
        url: `direct://${folder}/ours`,
        scratch: folder,
      });
    const seconds = `    duration: ${durationS}s`;
    const peak = figures((await run(seconds)).report);
    say(`peak ${Math.round(peak.opsPerSecond)} IOPS`);
    const at = async (percent: number) => {
      const rate = Math.round(peak.opsPerSecond * percent / 100);
      const { report } = await run(`${seconds}\n    rate: ${rate}/s`);
      const found = figures(report);
      say(
        `${percent} %: service p50 ${
          Math.round(found.serviceP50Ns / 1000)
        } us` +
          `, response p50 ${Math.round(found.responseP50Ns / 1000)} us, ` +
          `${found.latePercent.toFixed(2)} % late, ` +
          `${found.isOverloaded ? "overloaded" : "keeping up"}`,
      );
      return found;
    };
    const half = await at(50);
    const over = await at(150);
    return [
      boundBar({
        title: "started over 1 ms late at 50 %",
        unit: "%",
        measured: half.latePercent,
        atMost: 1,
      }),
      boundBar({
        title: "reported overloaded at 50 %",
        unit: "reports",
        measured: half.isOverloaded ? 1 : 0,
        atMost: 0,
      }),
      boundBar({
        title: "reported overloaded at 150 %",
        unit: "reports",
        measured: over.isOverloaded ? 1 : 0,
        atLeast: 1,
      }),
      // Over seconds of overload the queue holds far more than one service.
      boundBar({
        title: "response p50 at 150 %, times its service p50",
        unit: "x",
        measured: over.responseP50Ns / over.serviceP50Ns,
        atLeast: 10,
      }),
      boundBar({
        title: "service p50 at 150 %, times that at the peak",
        unit: "x",
        measured: over.serviceP50Ns / peak.serviceP50Ns,
        atMost: 1.5,
      }),
    ];
  },
};

function profileOf(steps: string): string {
  return `name: open-loop
size: 1GiB
steps:
  - name: fill
    load: block
    op: write
    pattern: sequential
    blockSize: 1MiB
    total: 1GiB
    depth: 16
    verify: never
  - name: measured
    load: block
    op: read
    pattern: random
    blockSize: 4KiB
    lanes: 1
    depth: 32
    verify: never
${steps}
`;
}

interface Figures {
  readonly opsPerSecond: number;
  readonly serviceP50Ns: number;
  readonly responseP50Ns: number;
  readonly latePercent: number;
  readonly isOverloaded: boolean;
}

function figures(report: Report): Figures {
  const step = stepNamed(report, "measured");
  const row = step.ops.find((one) => one.op === "read");
  return {
    opsPerSecond: row?.whole.opsPerSecond ?? NaN,
    serviceP50Ns: row?.service?.p50Ns ?? NaN,
    responseP50Ns: row?.response?.p50Ns ?? NaN,
    latePercent: (step.overload?.lateStarts ?? NaN) / (row?.count ?? NaN) * 100,
    isOverloaded: step.overload?.isOverloaded ?? false,
  };
}
