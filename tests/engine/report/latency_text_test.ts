import { assertEquals } from "@std/assert";
import { buildReport } from "../../../engine/report/mod.ts";
import {
  hasPercentiles,
  LATENCY_COLUMNS,
  latencyCell,
  markLegend,
} from "../../../engine/report/latency_text.ts";
import { percentilesOf } from "../../../engine/report/percentiles.ts";
import {
  latencyRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

const NS = { name: "ns" as const, sizeNs: 1, decimals: 0 };

function cells(samples: number): string[] {
  const found = percentilesOf([
    latencyRecording(Array.from({ length: samples }, (_, i) => i + 1)),
  ]);
  if (found === null) throw new Error("There are no samples");
  assertEquals(hasPercentiles(found), samples >= 10);
  return LATENCY_COLUMNS.map((column) => latencyCell(found, column, NS));
}

Deno.test("latencyCell() marks percentiles on too few samples", () => {
  assertEquals(
    cells(101),
    ["1", "51", "51", "91", "100", "101?", "101?", "101"],
  );
});

Deno.test("latencyCell() has no percentiles of a handful of samples", () => {
  assertEquals(cells(9), ["1", "5", "-", "-", "-", "-", "-", "9"]);
});

Deno.test("markLegend() explains a mark, and nothing where none is", () => {
  const legend = (samples: number) => {
    const latency = [latencyRecording(new Array(samples).fill(1000))];
    const made = recording({ steps: [stepRecording({ latency })] });
    return markLegend(buildReport(made).steps);
  };
  assertEquals(legend(9), null);
  assertEquals(legend(10_000), null);
  assertEquals(legend(9_999)?.includes("p99.99 needs 10,000"), true);
});
