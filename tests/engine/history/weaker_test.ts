import { assertEquals } from "@std/assert";
import { type HistoryRow, weakerFaults } from "../../../engine/history/mod.ts";
import { historyOf, randomRows } from "./random_history.ts";

/** The definition of `regular`, get by get and write by write. */
function staleGets(rows: readonly HistoryRow[]): number {
  return rows.filter((get) => {
    if (get.kind !== "get") return false;
    const sources = rows.filter(({ kind, value, callNs }) =>
      kind !== "get" && value === get.value &&
      (kind === "put" || callNs <= get.returnNs)
    );
    const ends = sources.map(({ returnNs }) => returnNs);
    if (get.value === 0) ends.push(-Infinity);
    return rows.some((write) =>
      write.kind !== "get" && write.returnNs < get.callNs &&
      ends.every((end) => end < write.callNs)
    );
  }).length;
}

Deno.test("weakerFaults() counts the stale gets that the definition counts", () => {
  for (let seed = 0; seed < 50_000; seed += 1) {
    for (const deletes of [false, true]) {
      const rows = randomRows(seed, deletes)
        // What nobody put is another fault.
        .filter((row, _, all) =>
          row.kind !== "get" || row.value === 0 ||
          all.some(({ kind, value }) => kind === "put" && value === row.value)
        );
      const found = weakerFaults(historyOf(rows));
      assertEquals(found.staleGets, staleGets(rows), `seed ${seed} ${deletes}`);
      assertEquals(found.regular === null, found.staleGets === 0);
    }
  }
});

Deno.test("weakerFaults() measures from the first write that replaced the value", () => {
  const put = (value: number, callNs: number): HistoryRow => ({
    kind: "put",
    client: 0,
    value,
    callNs,
    returnNs: callNs + 5,
  });
  const found = weakerFaults(historyOf([
    put(1, 0),
    put(2, 10),
    put(3, 20),
    { kind: "get", client: 1, value: 1, callNs: 100, returnNs: 101 },
  ]));
  assertEquals(found.stalenessNs, 100 - 15);
});

Deno.test("weakerFaults() lets a get see any delete that began before it ended", () => {
  const rows: readonly HistoryRow[] = [
    { kind: "put", client: 0, value: 1, callNs: 0, returnNs: 1 },
    { kind: "delete", client: 0, value: 0, callNs: 12, returnNs: 30 },
    { kind: "get", client: 1, value: 0, callNs: 10, returnNs: 12 },
  ];
  assertEquals(weakerFaults(historyOf(rows)).regular, null);
  const early = rows.map((row) =>
    row.kind === "get" ? { ...row, returnNs: 11 } : row
  );
  assertEquals(weakerFaults(historyOf(early)).regular?.rows, [0, 2]);
});
