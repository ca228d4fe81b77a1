import { assertEquals } from "@std/assert";
import {
  axisLook,
  decades,
  fromZero,
  lineDrawing,
} from "../../../../../engine/report/html/page/line_chart.ts";

Deno.test("lineDrawing() gives the library every value as it is", () => {
  const { values, options } = lineDrawing(
    {
      kind: "lines",
      title: "t",
      x: [1, 2],
      xAxis: "seconds",
      yAxis: "count",
      isLog: false,
      series: [{ name: "read", color: "c0", values: [5, null] }],
      shaded: [],
      marks: [],
      group: "g",
    },
    (name) => name,
    400,
  );
  assertEquals(values, [[1, 2], [5, null]]);
  assertEquals(options.series.map(({ label }) => label), ["time", "read"]);
});

Deno.test("fromZero() never begins a rate above nothing", () => {
  assertEquals(fromZero(null, 90, 100), [0, 105]);
  assertEquals(fromZero(null, null, null), [0, 1]);
});

Deno.test("decades() marks each further nine", () => {
  assertEquals(decades(null, 0, 1, 5000), [1, 10, 100, 1000]);
});

Deno.test("axisLook() writes marks in the unit of the axis", () => {
  const { values } = axisLook("latency", (name) => name);
  const written = typeof values === "function" ? values : undefined;
  assertEquals(typeof written, "function");
});
