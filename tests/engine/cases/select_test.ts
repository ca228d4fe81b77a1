/** Promises of `engine/cases/select.ts`. */
import { assertEquals } from "@std/assert";
import { selectCases } from "../../../engine/cases/select.ts";
import { Mistakes } from "../../../engine/profile/mod.ts";

const IDS = ["object.put.race", "object.get", "table.append.one", "objectx"];

function resolve(...patterns: string[]) {
  const mistakes = new Mistakes();
  const place = { path: "steps[0].cases", mistakes };
  const ids = selectCases(patterns, IDS, place);
  return { ids, lines: mistakes.list.map(({ sentence }) => sentence) };
}

Deno.test("selectCases() keeps the order of the known ids, each once", () => {
  assertEquals(
    resolve("table.*", "object.*", "object.get").ids,
    ["object.put.race", "object.get", "table.append.one"],
  );
});

Deno.test("selectCases() takes a dot for a dot", () => {
  assertEquals(resolve("object.*").ids.includes("objectx"), false);
  assertEquals(resolve("*").ids, IDS);
});

Deno.test("selectCases() names what was probably meant", () => {
  assertEquals(resolve("objct.*", "object.gte", "zzz").lines, [
    'No case matches "objct.*" (did you mean "object.*"?)',
    'No case matches "object.gte" (did you mean "object.get"?)',
    'No case matches "zzz": list them with: stor-verify cases list',
  ]);
});
