import { assert, assertEquals } from "@std/assert";
import { tableFromIPC } from "apache-arrow";
import { arrowSeries } from "../../../../engine/report/arrow/arrow_series.ts";
import { fullReport } from "../../../_support/full_report.ts";
import { interval } from "../../../_support/report_fixture.ts";

/** A fill of three seconds, the second one without any operation. */
function stalled() {
  const report = fullReport();
  const { ops, ...row } = interval();
  const none = { ...ops.read };
  const intervals = [
    { ...row, ops },
    { ...row, startNs: 2e9, endNs: 3e9, ops: { ...ops, write: none } },
    { ...row, startNs: 3e9, endNs: 3.5e9, ops },
  ];
  const steps = report.steps.slice(0, 1)
    .map((step) => ({ ...step, startNs: 1e9, intervals }));
  return { ...report, startedAt: "2026-11-21T00:00:00.000Z", steps };
}

async function rowsOf(report: ReturnType<typeof stalled>) {
  const table = tableFromIPC(await arrowSeries(report));
  const column = (name: string) => [...table.getChild(name) ?? []];
  return { table, column };
}

Deno.test("arrowSeries() has every second of an operation, stalls too", async () => {
  const { table, column } = await rowsOf(stalled());
  assertEquals(table.numRows, 3);
  assertEquals(column("op"), ["write", "write", "write"]);
  assertEquals(column("count"), [1000n, 0n, 1000n]);
  assertEquals(column("p99_ns"), [100_000n, null, 100_000n]);
  assertEquals(column("ops_per_second"), [1000, 0, 2000]);
  assertEquals(column("start_ns"), [0n, 1_000_000_000n, 2_000_000_000n]);
});

Deno.test("arrowSeries() counts wall time by the monotonic clock", async () => {
  const { table } = await rowsOf(stalled());
  const at = table.getChild("start_at")?.data[0]?.values;
  const zero = BigInt(Date.parse("2026-11-21T00:00:00.000Z")) * 1000n;
  assertEquals([...at ?? []], [zero, zero + 1_000_000n, zero + 2_000_000n]);
});

Deno.test("arrowSeries() says which run it is, and what was armed in it", async () => {
  const report = {
    ...stalled(),
    faultsArmed: ["write.lost"],
    faultPoints: [{ point: "write.lost", reached: 2, fired: 1 }],
  };
  const { table: { schema: { metadata } } } = await rowsOf(report);
  const [first = ""] = metadata.values();
  assert(first.startsWith("FAULTS ARMED: write.lost"), first);
  assertEquals(metadata.get("run"), report.runId);
  assertEquals(metadata.get("seed"), report.seed);
});

Deno.test("arrowSeries() of a run without steps has no rows", async () => {
  const { table } = await rowsOf({ ...stalled(), steps: [] });
  assertEquals(table.numRows, 0);
  assert(table.schema.names.includes("p999_ns"));
});

Deno.test("arrowSeries() has what the report has, figure by figure", async () => {
  const report = fullReport();
  const table = tableFromIPC(await arrowSeries(report));
  const bytes = [...table.getChild("bytes") ?? []]
    .reduce((sum: number, value) => sum + Number(value), 0);
  const expected = report.steps.flatMap(({ intervals }) => intervals)
    .flatMap(({ ops }) => Object.values(ops))
    .reduce((sum, op) => sum + op.bytes, 0);
  assertEquals(bytes, expected);
  const names = new Set(table.getChild("service_histogram"));
  assert([...names].some((one) => typeof one === "string"));
});
