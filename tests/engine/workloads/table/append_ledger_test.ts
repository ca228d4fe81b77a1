import { assertEquals } from "@std/assert";
import { AppendLedger } from "../../../../engine/workloads/table/append_ledger.ts";

function ledgerOf(fates: readonly ("none" | "acknowledged" | "unknown")[]) {
  const ledger = new AppendLedger(fates.length, 3);
  fates.forEach((fate, append) => ledger.settle(append, fate));
  return ledger;
}

Deno.test("judge() finds nothing where each append is as it was told", () => {
  const ledger = ledgerOf(["acknowledged", "none", "unknown", "unknown"]);
  for (const id of [0, 1, 2, 9, 10, 11]) assertEquals(ledger.see(id), null);
  assertEquals(ledger.judge(), []);
});

Deno.test("judge() names appends that are lost, refused and there, or torn", () => {
  const ledger = ledgerOf(["acknowledged", "none", "unknown"]);
  for (const id of [0, 1, 4, 7]) ledger.see(id);
  assertEquals(ledger.judge().map((sentence) => sentence.slice(0, 26)), [
    "Append 0 was acknowledged,",
    "Append 1 was refused, and ",
    "The outcome of append 2 wa",
  ]);
});

Deno.test("see() names rows that come twice, and rows of nobody", () => {
  const ledger = ledgerOf(["acknowledged"]);
  assertEquals(ledger.see(2), null);
  assertEquals(ledger.see(2), "Row 2 is there twice");
  assertEquals(ledger.see(3), "Row 3 is there, and was never written");
  assertEquals(ledger.see(NaN), "Row NaN is there, and was never written");
});
