import { assertEquals } from "@std/assert";
import { groupDoubts } from "../../../engine/report/group_doubts.ts";

function doubtsOf(names: readonly string[], sentence = "too short") {
  return names.map((name) => ({ name, sentence }));
}

Deno.test("groupDoubts() tells equal reasons once, in their first order", () => {
  assertEquals(
    groupDoubts([
      ...doubtsOf(["fill on a"]),
      ...doubtsOf(["fill on b"], "too long"),
      ...doubtsOf(["read on a"]),
    ]),
    ["fill on a, read on a: too short", "fill on b: too long"],
  );
});

Deno.test("groupDoubts() names four steps and counts the others", () => {
  assertEquals(groupDoubts(doubtsOf(["1", "2", "3", "4"])), [
    "1, 2, 3, 4: too short",
  ]);
  assertEquals(groupDoubts(doubtsOf(["1", "2", "3", "4", "5", "6"])), [
    "1, 2, 3, 4 and 2 more: too short",
  ]);
});
