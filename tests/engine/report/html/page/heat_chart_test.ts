import { assertEquals } from "@std/assert";
import {
  alphaOf,
  cellText,
  heatDrawing,
  paintCells,
} from "../../../../../engine/report/html/page/heat_chart.ts";

const CHART = {
  kind: "heat" as const, // not any text
  title: "t",
  starts: [0, 1],
  ends: [1, 2],
  columns: [[40, 3, 0, 1], []],
  firstClass: 40,
  edgesNs: [1024, 1280, 1536, 1792],
  countMax: 3,
  group: "g",
};

Deno.test("paintCells() paints each cell that has any operation", () => {
  const painted: number[][] = [];
  const pen = {
    fillStyle: "",
    save() {},
    restore() {},
    fillRect: (...place: number[]) => {
      painted.push(place);
    },
  };
  paintCells(pen, CHART, { x: (s) => 10 * s, y: (ns) => 2000 - ns, heat: "1" });
  assertEquals(painted, [[0, 720, 10, 256], [0, 208, 10, 256]]);
  assertEquals(pen.fillStyle, "rgba(1, 0.1)");
});

Deno.test("alphaOf() lets one operation be seen, and the most be full", () => {
  assertEquals([alphaOf(1, 1e6), alphaOf(1e6, 1e6)], [0.1, 1]);
});

Deno.test("cellText() says what is under the cursor, and no more", () => {
  assertEquals(
    cellText(CHART, { seconds: 0.5, ns: 1100 }),
    "0 s to 1 s: 3 of 1.02 µs to 1.28 µs",
  );
  assertEquals(
    cellText(CHART, { seconds: 1.5, ns: 1100 }),
    "1 s to 2 s: 0 of 1.02 µs to 1.28 µs",
  );
  assertEquals(cellText(CHART, { seconds: 5, ns: 1100 }), "");
});

Deno.test("heatDrawing() spans its seconds and classes", () => {
  const { values } = heatDrawing(CHART, {
    theme: (name) => name,
    width: 400,
    tell() {},
  });
  assertEquals(values, [[0, 2], [1024, 1792]]);
});
