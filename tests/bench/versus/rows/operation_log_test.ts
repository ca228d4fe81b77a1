/** The bars of a log of operations. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  logBars,
  type LoggedLoad,
} from "../../../../bench/versus/rows/operation_log.ts";

function load(
  opsPerSecond: number,
  keptShare: number | null,
): LoggedLoad {
  return { opsPerSecond, residentBytes: 150e6, keptShare };
}

Deno.test("logBars() holds a logged load against a plain one, and shows what was kept", () => {
  const rounds = (ops: number) => [
    [load(ops, 0.5), load(1000, null)],
    [load(ops, 0.25), load(1000, null)],
  ];
  const [rate, memory, share] = logBars("null:", rounds(900));
  assertEquals([rate?.measured, rate?.isMet], [0.9, true]);
  assertEquals([memory?.measured, memory?.isMet], [1, null]);
  assertEquals([share?.measured, share?.isMet], [25, null]);
  assertEquals(logBars("null:", rounds(899))[0]?.isMet, false);
});

Deno.test("logBars() takes no load for logged whose report has no log", () => {
  const rounds = [[load(900, null), load(1000, null)]];
  assertThrows(() => logBars("null:", rounds), RangeError, "lacks its log");
});
