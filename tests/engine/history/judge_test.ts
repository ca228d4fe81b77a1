import { assertEquals } from "@std/assert";
import {
  type HistoryRow,
  judgeKey,
  KeyHistory,
  NEVER,
} from "../../../engine/history/mod.ts";
import {
  historyOf,
  isLinearizable,
  randomFrom,
  randomRows,
} from "./random_history.ts";

function put(value: number, callNs: number, client = 0): HistoryRow {
  return { kind: "put", client, value, callNs, returnNs: callNs + 10 };
}

function get(value: number, callNs: number, client = 1): HistoryRow {
  return { kind: "get", client, value, callNs, returnNs: callNs + 10 };
}

function levelOf(...rows: readonly HistoryRow[]): string {
  return judgeKey(historyOf(rows)).level;
}

Deno.test("judgeKey() names the strongest level that held", () => {
  assertEquals(levelOf(put(1, 0), get(1, 20)), "linearizable");
  // Both gets lie beside the put of 2, and see it and then not.
  const slow = { ...put(2, 20), returnNs: 100 };
  assertEquals(
    levelOf(put(1, 0), slow, get(2, 40), get(1, 60, 2)),
    "regular",
  );
  assertEquals(
    levelOf(put(1, 0), put(2, 20), get(1, 40)),
    "read-your-writes",
  );
  assertEquals(
    levelOf(put(1, 0, 1), put(2, 20, 1), get(1, 40), get(2, 60)),
    "monotonic",
  );
  assertEquals(
    levelOf(put(1, 0, 1), put(2, 20, 1), get(2, 40), get(1, 60)),
    "eventual",
  );
});

Deno.test("judgeKey() shows the write that was missed, and for how long", () => {
  const verdict = judgeKey(historyOf([put(1, 0), put(2, 20), get(1, 1030)]));
  assertEquals(verdict.witness, { kind: "stale", rows: [0, 1, 2] });
  assertEquals(verdict.stalenessNs, 1000);
  assertEquals(verdict.staleGets, 1);
});

Deno.test("judgeKey() finds two conditional writes that both won", () => {
  const first = { ...put(2, 20), basis: 1 };
  const second = { ...put(3, 25, 1), basis: 1 };
  const verdict = judgeKey(historyOf([put(1, 0), first, second]));
  assertEquals(verdict.witness, { kind: "two winners", rows: [1, 2] });
  const created = [{ ...put(1, 0), basis: 0 }, { ...put(2, 5, 1), basis: 0 }];
  assertEquals(judgeKey(historyOf(created)).witness?.kind, "two winners");
});

Deno.test("judgeKey() finds a condition that held on what was replaced before", () => {
  const late = { ...put(3, 60), basis: 1 };
  const rows = [put(1, 0), put(2, 20), get(2, 40), late];
  const verdict = judgeKey(historyOf(rows));
  assertEquals(verdict.level, "regular");
  assertEquals(verdict.witness?.rows.includes(3), true);
});

Deno.test("judgeKey() finds a deleted object that came back", () => {
  const gone: HistoryRow = {
    kind: "delete",
    client: 0,
    value: 0,
    callNs: 20,
    returnNs: 30,
  };
  const verdict = judgeKey(historyOf([put(1, 0), gone, get(1, 40)]));
  assertEquals(verdict.level, "read-your-writes");
  assertEquals(
    judgeKey(historyOf([put(1, 0), gone, get(0, 40)])).level,
    "linearizable",
  );
});

Deno.test("judgeKey() never doubts a weaker level of a linearizable history", () => {
  for (let seed = 0; seed < 50_000; seed += 1) {
    for (const deletes of [false, true]) {
      const rows = randomRows(seed, deletes);
      if (!isLinearizable(rows)) continue;
      const verdict = judgeKey(historyOf(rows));
      assertEquals(verdict.level, "linearizable", `seed ${seed}`);
      assertEquals(verdict.staleGets, 0, `seed ${seed} ${deletes}`);
    }
  }
});

Deno.test("a million operations on one key are judged, and one lie is found", () => {
  const history = registerHistory(1_000_000, 11);
  assertEquals(judgeKey(history).level, "linearizable");
  const lastNs = history.returnNs(history.count - 1) + 1000;
  history.add(get(1, lastNs, 99));
  assertEquals(judgeKey(history).level, "read-your-writes");
});

/** What 32 clients see of a true register. */
function registerHistory(count: number, seed: number): KeyHistory {
  const random = randomFrom(seed);
  const history = new KeyHistory();
  let value = 0;
  let lastPut = 0;
  for (let at = 0; at < count; at += 1) {
    const nowNs = at * 100;
    const callNs = nowNs - Math.floor(random() * 1500);
    const returnNs = nowNs + Math.floor(random() * 1500);
    const client = Math.floor(random() * 32);
    if (random() < 0.3) {
      value = ++lastPut;
      const isLost = random() < 0.001;
      history.add({
        kind: "put",
        client,
        value,
        callNs,
        returnNs: isLost ? NEVER : returnNs,
      });
    } else {
      history.add({ kind: "get", client, value, callNs, returnNs });
    }
  }
  return history;
}
