import { assertEquals, assertStringIncludes } from "@std/assert";
import { isMissed, renderBars } from "../../../bench/versus/bar_rows.ts";

const MACHINE = {
  cpu: "A CPU",
  cpuCount: 2,
  memoryGiB: 24,
  kernel: "6",
  os: "an OS",
  storage: "tmpfs",
  tools: [],
  load: 0.25,
  commit: "abc",
};

Deno.test("isMissed() tells a bar that is missed on either side, or by no number", () => {
  const row = { what: "x", value: 5, unit: "ms" };
  assertEquals(isMissed(row), false);
  assertEquals(isMissed({ ...row, least: 5, most: 5 }), false);
  assertEquals(isMissed({ ...row, least: 6 }), true);
  assertEquals(isMissed({ ...row, most: 4 }), true);
  assertEquals(isMissed({ ...row, value: NaN, most: 4 }), true);
});

Deno.test("renderBars() shows each figure with its bars, and marks those it missed", () => {
  const text = renderBars({
    title: "Title",
    machine: MACHINE,
    notes: ["A note."],
    rows: [
      { what: "rows", value: 123_456, unit: "", least: 10, most: 20 },
      { what: "time", value: 1.23456, unit: "ms" },
    ],
  });
  assertStringIncludes(text, "# Title\n\n2 x A CPU, 24 GiB, an OS, kernel 6; ");
  assertStringIncludes(text, "load average 0.3 before.\n\nA note.\n\n| what ");
  assertStringIncludes(
    text,
    "| rows | 123456 | at least 10, at most 20 | missed |\n" +
      "| time | 1.235 ms |  |  |\n",
  );
});
