import { assertEquals } from "@std/assert";
import { courseCharts } from "../../../../engine/report/html/course_charts.ts";
import type { CourseRow } from "../../../../engine/workloads/mod.ts";

const LOOK = { ends: "copies", group: "g" };

function row(second: number, changes: Partial<CourseRow> = {}): CourseRow {
  return {
    ...{ startNs: second * 5e8, endNs: (second + 1) * 5e8 },
    ...{ count: 10, bytes: 1e6, retries: 0 },
    ...{ p50Ns: 1e6, p99Ns: 2e6, maxNs: 3e6 },
    ...changes,
  };
}

Deno.test("courseCharts() are rates of each row, whatever its length", () => {
  const none = { count: 0, bytes: 0, p50Ns: null, p99Ns: null, maxNs: null };
  const [bytes, count, took] = courseCharts(
    [row(0), row(1, none), row(2)],
    LOOK,
  );
  assertEquals(bytes?.x, [0, 0.5, 0.5, 1, 1, 1.5]);
  assertEquals(bytes?.series[0]?.values, [2e6, 2e6, 0, 0, 2e6, 2e6]);
  assertEquals(count?.series.map(({ name }) => name), ["copies"]);
  assertEquals(took?.series[2]?.values, [1e6, 1e6, null, null, 1e6, 1e6]);
});

Deno.test("courseCharts() tell attempts from what ended, and what was held", () => {
  const rows = [0, 1, 2].map((at) => row(at, { retries: 5, heldBytesMax: 64 }));
  const charts = courseCharts(rows, { ...LOOK, limitBytes: 128 });
  assertEquals(charts[1]?.series.map(({ name, values }) => [name, values[0]]), [
    ["copies", 20],
    ["attempts", 30],
  ]);
  assertEquals(charts[3]?.yAxis, "size");
  assertEquals(charts[3]?.series.map(({ values }) => values[0]), [64, 128]);
});

Deno.test("courseCharts() are none of a course that is too short", () => {
  assertEquals(courseCharts([row(0), row(1)], LOOK), []);
});
