import { assert, assertEquals } from "@std/assert";
import {
  ABSENT,
  type HistoryRow,
  NEVER,
} from "../../../../engine/history/mod.ts";
import { shortestFault } from "../../../../engine/workloads/consistency/shortest_fault.ts";
import {
  historyOf,
  isLinearizable,
  randomRows,
} from "../../history/random_history.ts";

const row = (
  kind: HistoryRow["kind"],
  value: number,
  callNs: number,
): HistoryRow => ({ kind, client: 0, value, callNs, returnNs: callNs + 1 });

Deno.test("shortestFault() leaves what proves a resurrected delete", () => {
  const history = historyOf([
    row("put", 1, 0),
    row("get", 1, 2),
    row("delete", ABSENT, 4),
    row("get", ABSENT, 6),
    row("put", 2, 8),
    row("get", 2, 10),
    row("delete", ABSENT, 12),
    row("get", 2, 14),
    row("get", ABSENT, 16),
  ]);
  assertEquals(shortestFault(history).rows, [4, 6, 7]);
});

Deno.test("shortestFault() leaves what proves a lost write", () => {
  const history = historyOf([
    row("put", 1, 0),
    row("delete", ABSENT, 2),
    { ...row("delete", ABSENT, 3), returnNs: 4 },
    row("put", 2, 8),
    row("get", ABSENT, 10),
    row("put", 3, 12),
  ]);
  assertEquals(shortestFault(history).rows, [3, 4]);
});

Deno.test("shortestFault() leaves out conditions that prove nothing", () => {
  const history = historyOf([
    row("delete", ABSENT, 0),
    row("delete", ABSENT, 2),
    { ...row("put", 1, 4), basis: ABSENT },
    row("delete", ABSENT, 6),
    { ...row("put", 2, 8), basis: ABSENT },
    row("delete", ABSENT, 10),
    row("get", 2, 12),
  ]);
  assertEquals(shortestFault(history).rows, [4, 5, 6]);
});

Deno.test("shortestFault() leaves conditions that are the proof", () => {
  const history = historyOf([
    row("put", 1, 0),
    row("delete", ABSENT, 2),
    row("put", 2, 4),
    { ...row("put", 3, 6), basis: ABSENT },
  ]);
  const { rows, isByCondition } = shortestFault(history);
  assertEquals([rows, isByCondition], [[2, 3], true]);
});

Deno.test("shortestFault() keeps a delete that may come late", () => {
  const history = historyOf([
    row("put", 1, 0),
    { ...row("delete", ABSENT, 2), returnNs: NEVER },
    row("put", 2, 4),
    row("get", ABSENT, 6),
    row("get", 2, 8),
  ]);
  const { rows } = shortestFault(history);
  assert(rows.includes(1) && rows.includes(4), rows.join());
});

Deno.test("shortestFault() takes no evidence out of sound histories", () => {
  let faults = 0;
  for (let seed = 0; seed < 4000; seed += 1) {
    const rows = randomRows(seed, true).map((one, at): HistoryRow =>
      one.kind === "put" && one.returnNs !== NEVER && (seed + at) % 3 === 0
        ? { ...one, basis: seed % 2 === 0 ? ABSENT : one.value - 1 }
        : one
    );
    const { rows: kept } = shortestFault(historyOf(rows));
    if (isLinearizable(rows)) {
      assertEquals(kept.length, rows.length, `seed ${seed}`);
    } else {
      faults += 1;
      const part = kept.flatMap((at) => rows[at] ?? []);
      assert(!isLinearizable(part), `seed ${seed}`);
    }
  }
  assert(faults > 500, `${faults} faults`);
});
