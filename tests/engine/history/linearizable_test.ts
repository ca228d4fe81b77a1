import { assertEquals, assertThrows } from "@std/assert";
import {
  linearizableFault,
  NEVER,
  WITNESS_TEXT,
} from "../../../engine/history/mod.ts";
import { historyOf, isLinearizable, randomRows } from "./random_history.ts";

const HISTORIES = 200_000;

Deno.test("linearizableFault() agrees with every order on 200,000 histories", () => {
  let held = 0;
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    const rows = randomRows(seed);
    const expected = isLinearizable(rows);
    const fault = linearizableFault(historyOf(rows));
    assertEquals(fault === null, expected, `seed ${seed}`);
    held += expected ? 1 : 0;
  }
  // Both answers must be common, or the agreement says little.
  assertEquals(held > HISTORIES / 10 && held < HISTORIES * 9 / 10, true);
});

Deno.test("linearizableFault() names at most five rows, which break it alone", () => {
  for (let seed = 0; seed < 20_000; seed += 1) {
    const rows = randomRows(seed);
    const fault = linearizableFault(historyOf(rows));
    if (fault === null) continue;
    assertEquals(fault.rows.length <= 5, true, `seed ${seed}`);
    assertEquals(fault.kind in WITNESS_TEXT, true);
    // The puts of the values that the witness speaks of belong to it.
    const spoken = new Set(fault.rows.map((row) => rows[row]?.value));
    const part = rows.filter((row, at) =>
      fault.rows.includes(at) || (row.kind === "put" && spoken.has(row.value))
    );
    assertEquals(isLinearizable(part), false, `seed ${seed}`);
  }
});

Deno.test("linearizableFault() takes what touches in one instant as concurrent", () => {
  const put = { kind: "put", client: 0, value: 1, callNs: 0, returnNs: 10 };
  const get = { kind: "get", client: 1, value: 0, callNs: 10, returnNs: 20 };
  const rows = (callNs: number) =>
    historyOf([
      { ...put, kind: "put" },
      { ...get, kind: "get", callNs },
    ]);
  assertEquals(linearizableFault(rows(10)), null);
  assertEquals(linearizableFault(rows(11))?.kind, "between");
});

Deno.test("a write without an answer counts only once somebody saw it", () => {
  const lost = { kind: "put", client: 0, value: 1, callNs: 0 } as const;
  const get = (value: number, callNs: number) =>
    ({ kind: "get", client: 1, value, callNs, returnNs: callNs + 1 }) as const;
  const rows = [{ ...lost, returnNs: NEVER }, get(0, 5)];
  assertEquals(linearizableFault(historyOf(rows)), null);
  assertEquals(linearizableFault(historyOf([...rows, get(1, 8)])), null);
  const back = [...rows, get(1, 8), get(0, 12)];
  assertEquals(linearizableFault(historyOf(back))?.kind, "between");
});

Deno.test("linearizableFault() refuses deletes, whose values are not unique", () => {
  const rows = [{
    kind: "delete",
    client: 0,
    value: 0,
    callNs: 0,
    returnNs: 1,
  }] as const;
  assertThrows(() => linearizableFault(historyOf(rows)), RangeError);
});
