import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LiveMetrics } from "../../../../engine/report/mod.ts";
import { interval } from "../../../_support/report_fixture.ts";

const RUN = { run: "r1", profile: "quick", faultsArmed: [] };
const STEP = { target: "local", step: "fill" };

function value(text: string, start: string): number | undefined {
  const line = text.split("\n").find((one) => one.startsWith(start));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
}

Deno.test("LiveMetrics adds seconds up and shows the last one", () => {
  const live = new LiveMetrics(RUN);
  const row = interval({ startNs: 1e9, endNs: 3e9 });
  live.interval({ ...STEP, interval: row });
  live.interval({ ...STEP, interval: row });
  const text = live.render();
  const labels = '{run="r1",profile="quick",target="local",step="fill",' +
    'op="write"';
  const { count } = row.ops.write;
  assert(count > 0);
  assertEquals(value(text, `stor_verify_operations_total${labels}`), 2 * count);
  assertEquals(
    value(text, `stor_verify_operations_per_second${labels}`),
    count / 2,
  );
});

Deno.test("LiveMetrics says first which faults are armed", () => {
  const first = (faultsArmed: readonly string[]) =>
    new LiveMetrics({ ...RUN, faultsArmed }).render().split("\n")[0] ?? "";
  const mark = "# HELP stor_verify_run FAULTS ARMED: write.lost:count=1";
  assertStringIncludes(first(["write.lost:count=1"]), mark);
  assertEquals(first([]), "# HELP stor_verify_run What is being run");
});

Deno.test("LiveMetrics tells of zero findings, and of each class of them", () => {
  const live = new LiveMetrics(RUN);
  assertEquals(value(live.render(), "stor_verify_findings_total"), 0);
  live.sample(
    {
      type: "pipeline-ended",
      ...STEP,
      // Only their number counts here.
      report: { findings: [{}, {}] },
    } as unknown as Parameters<LiveMetrics["sample"]>[0],
  );
  assertEquals(value(live.render(), "stor_verify_findings_total"), 2);
});

Deno.test("LiveMetrics shows each step in one state", () => {
  const live = new LiveMetrics(RUN);
  live.sample({ type: "step-started", ...STEP, atNs: 0 });
  const states = () =>
    live.render().split("\n").filter((line) =>
      line.startsWith("stor_verify_step_state{") && line.endsWith(" 1")
    );
  assertEquals(states().length, 1);
  assertStringIncludes(states()[0] ?? "", 'state="running"');
});

Deno.test("LiveMetrics ends as the format wants, also before anything happened", () => {
  assert(new LiveMetrics(RUN).render().endsWith("# EOF\n"));
});

Deno.test("LiveMetrics has quantiles in summaries alone, in both forms", () => {
  const live = new LiveMetrics(RUN);
  live.interval({ target: "local", step: "fill", interval: interval() });
  for (const format of ["openmetrics", "text"] as const) {
    const text = live.render(format);
    const names = new Set(
      [...text.matchAll(/^(\w+)\{[^}]*quantile=/gm)].map(([, name]) => name),
    );
    assertEquals([...names], ["stor_verify_interval_latency_seconds"]);
    for (const name of names) {
      assertEquals(text.includes(`# TYPE ${name} summary\n`), true);
    }
  }
});
