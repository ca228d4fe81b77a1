import { assertEquals } from "@std/assert";
import type { Objective } from "../../../engine/profile/mod.ts";
import { tableMeasure } from "../../../engine/report/table_objective.ts";
import { tableEnded } from "../../_support/table_load_fixture.ts";

function measured(
  metric: Objective["metric"],
  asked: Partial<Pick<Objective, "step" | "op">> = {},
) {
  const recording = { table: [tableEnded()] };
  return tableMeasure(
    { step: "rows", op: null, metric, ...asked },
    recording,
    "m",
  );
}

Deno.test("tableMeasure() has rates, commits and the share that was read again", () => {
  assertEquals(measured("throughput"), { value: 2e6 });
  assertEquals(measured("rows"), { value: 1000 });
  assertEquals(measured("iops"), { value: 1 });
  assertEquals(measured("coverage"), { value: 100 });
  assertEquals(measured("p50"), { value: 1e6, samples: 2 });
  assertEquals(measured("p99"), { value: 3e6, samples: 2 });
  assertEquals(measured("mean"), { value: 2e6, samples: 2 });
  assertEquals(measured("max"), { value: 3e6, samples: 2 });
  assertEquals(measured("rows", { step: null }), { value: 1000 });
});

Deno.test("tableMeasure() says nothing of others, and nothing of no rows", () => {
  assertEquals(measured("rows", { step: "other" }), null);
  assertEquals(measured("p99", { op: "read" }), null);
  assertEquals(measured("hitRate"), null);
  const asked = { step: "rows", op: null, metric: "p99" } as const;
  assertEquals(tableMeasure(asked, {}, "m"), null);
  assertEquals(tableMeasure(asked, { table: [tableEnded()] }, "other"), null);
  const none = { latenciesNs: [], rows: 0, durationNs: 0 };
  const recording = { table: [tableEnded(none)] };
  for (const metric of ["p99", "coverage", "throughput"] as const) {
    assertEquals(tableMeasure({ ...asked, metric }, recording, "m"), null);
  }
});

Deno.test("tableMeasure() is of every target where none is asked for", () => {
  const asked = { step: null, op: null, metric: "coverage" } as const;
  const half = { ...tableEnded({ readBack: 1000 }), target: "other" };
  const recording = { table: [tableEnded(), half] };
  assertEquals(tableMeasure(asked, recording), { value: 75 });
});
