/** READMEs of rooms. */
import { assertEquals } from "@std/assert";
import { plant } from "./planted.ts";
import { checkReadmes } from "./readmes.ts";

const DOOR = plant("ffi/mod.ts", 'export { a } from "./a.ts";');
const HEADINGS = [
  "# ffi",
  "## Purpose",
  "## Comes in, goes out",
  "## May touch",
  "## Must never",
  "## Decisions",
];

const reasons = (...lines: string[]) =>
  checkReadmes([DOOR, plant("ffi/README.md", ...lines)])
    .map((breach) => breach.reason);

Deno.test("checkReadmes() lets a room with the five headings pass", () => {
  assertEquals(reasons(...HEADINGS), []);
});

Deno.test("checkReadmes() misses the README of a room", () => {
  assertEquals(checkReadmes([DOOR]), [{
    path: "ffi/README.md",
    line: 0,
    rule: "readmes",
    reason: "is missing: each room has one",
  }]);
});

Deno.test("checkReadmes() misses a heading", () => {
  assertEquals(reasons(...HEADINGS.slice(0, -1)), [
    'lacks the heading "Decisions"',
  ]);
});

Deno.test("checkReadmes() stops a README past 80 lines", () => {
  const filler = Array.from({ length: 75 }, () => "text");
  assertEquals(reasons(...HEADINGS, ...filler), [
    "has 81 lines, the limit is 80",
  ]);
  assertEquals(reasons(...HEADINGS, ...filler.slice(1)), []);
});
