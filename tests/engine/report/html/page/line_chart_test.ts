import { assertEquals } from "@std/assert";
import {
  aroundTried,
  axisLook,
  decades,
  fromZero,
  keepApart,
  lineDrawing,
  rowAt,
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

Deno.test("rowAt() is the row of a moment, also where the next is nearer", () => {
  const x = [0, 1, 1, 2];
  assertEquals([rowAt(x, 1, 0.9), rowAt(x, 1, 1.1), rowAt(x, 0, 0)], [0, 2, 0]);
  assertEquals(rowAt(x, 3, 5), 3);
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

Deno.test("aroundTried() leaves room for dots, also around one alone", () => {
  const [low, high] = aroundTried(null, 4, 4);
  assertEquals([low < 4, high > 4], [true, true]);
  assertEquals(aroundTried(null, null, null)[0] > 0, true);
});

Deno.test("keepApart() leaves out marks whose texts would run into others", () => {
  const plot = { valToPos: (value: number) => value };
  assertEquals(keepApart(plot, [0, 10, 60, 61, 200]), [
    ...[0, null, 60, null, 200],
  ]);
});

Deno.test("lineDrawing() names what was tried, and gives each value a dot", () => {
  const { options } = lineDrawing(
    {
      ...{ kind: "lines", title: "t", group: "g", isLog: false },
      ...{ x: [4096], xAxis: "size", xName: "blockSize", yAxis: "bytes" },
      series: [{ name: "read", color: "c0", values: [5] }],
      ...{ shaded: [], marks: [] },
    },
    (name) => name,
    400,
  );
  assertEquals(options.series.map(({ label }) => label), ["blockSize", "read"]);
  assertEquals(options.series[1]?.points, { show: true, size: 6 });
});
