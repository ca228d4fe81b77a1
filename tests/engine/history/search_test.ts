import { assertEquals } from "@std/assert";
import { SEARCH_LIMITS, searchFault } from "../../../engine/history/mod.ts";
import { historyOf, isLinearizable, randomRows } from "./random_history.ts";

Deno.test("searchFault() agrees with every order on 20,000 histories with deletes", () => {
  for (let seed = 0; seed < 20_000; seed += 1) {
    const rows = randomRows(seed, true);
    const fault = searchFault(historyOf(rows));
    assertEquals(fault === null, isLinearizable(rows), `seed ${seed}`);
  }
});

Deno.test("searchFault() leaves out what its answer does not need", () => {
  for (let seed = 0; seed < 5_000; seed += 1) {
    const rows = randomRows(seed, true);
    const fault = searchFault(historyOf(rows));
    if (fault === null || fault === "unknown") continue;
    const gets = fault.rows.filter((row) => rows[row]?.kind === "get");
    assertEquals(gets.length > 0 && gets.length <= 4, true, `seed ${seed}`);
  }
});

Deno.test("searchFault() says that it does not know instead of guessing", () => {
  const rows = randomRows(7, true);
  const limits = { ...SEARCH_LIMITS, stepsMax: 0 };
  assertEquals(searchFault(historyOf(rows), limits), "unknown");
});
