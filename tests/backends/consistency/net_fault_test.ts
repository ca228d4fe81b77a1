/** What a bad network does to an honest store is no finding. */
import { assert, assertEquals } from "@std/assert";
import { runHonest } from "./_honest_run.ts";

const FAULTS = [
  "reset:every=60",
  "reset-request:every=70:arg=100",
  "cut:every=40",
  "cut-request:every=50",
  "delay:every=30:arg=20",
  "http-503:every=300:arg=20",
  "half-open:after=500:count=1",
];

for (const store of ["s3", "azure"] as const) {
  Deno.test(`runConsistency() accuses no ${store} behind a bad network`, async () => {
    const { report, counts } = await runHonest({
      ...{ store, operations: 3000, seed: 1, faults: FAULTS },
    });
    assertEquals(report.findings, []);
    assertEquals([report.level, report.stoppedBy], ["linearizable", "limit"]);
    const idle = counts.filter(({ fired }) => fired === 0);
    assertEquals(idle, []);
    const { put, get } = report.operations;
    assert(put.unknown > 0 && get.failed > 0, JSON.stringify({ put, get }));
  });
}
