import { assertEquals } from "@std/assert";
import { mistakeLines, parsed } from "./profile_text.ts";

function table(keys: string): string {
  return `name: p\nsteps:\n  - {name: c, load: table, ${keys}}\n`;
}

Deno.test("tableStep() fills in what is not given", () => {
  assertEquals(parsed(table("appends: 9, rows: 100")).steps, [{
    kind: "table",
    name: "c",
    appends: 9,
    rows: 100,
    vectorBytes: 0,
    codec: "zstd",
    writers: 4,
    readers: 2,
    verify: "always",
  }]);
});

Deno.test("tableStep() takes whole words, and no more writers than appends", () => {
  const [step] = parsed(table(
    "appends: 2, rows: 1, vector: 10B, writers: 8, readers: 0, verify: never",
  )).steps;
  if (step?.kind !== "table") throw new Error("it is no table");
  assertEquals([step.vectorBytes, step.writers, step.readers], [12, 2, 0]);
});

Deno.test("tableStep() refuses nonsense, each with its path", () => {
  const lines = mistakeLines(
    table("appends: 0, rows: -1, vector: 3, codec: rar, writers: 1000"),
  );
  for (const path of ["appends", "rows", "vector", "codec", "writers"]) {
    const found = lines.some((line) => line.includes(`steps[0].${path}`));
    assertEquals([path, found], [path, true]);
  }
});
