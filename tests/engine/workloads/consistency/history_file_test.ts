/** A saved history is judged as the run was, whole, cut or damaged. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type AttemptRecord,
  type HistoryHead,
  historyLine,
  judgeHistory,
  runConsistency,
} from "../../../../engine/workloads/consistency/mod.ts";
import { type Lie, LyingStore } from "./_lying_store.ts";

const HEAD: HistoryHead = {
  version: 1,
  runId: "0123456789abcdef",
  target: "store",
  url: "mem:",
  step: "race",
  seed: 3,
  clients: 6,
  endpoints: ["way 0", "way 1"],
  keyPrefix: "run/",
  keys: 2,
  hasConditions: true,
  promise: { level: "linearizable", source: "x" },
};

async function runAndKeep(lies: readonly Lie[]) {
  const store = new LyingStore(3, ...lies);
  const records: AttemptRecord[] = [];
  let ns = 0;
  const report = await runConsistency({
    endpoints: HEAD.endpoints.map((name) => ({ name, backend: store })),
    prefix: HEAD.keyPrefix,
    seed: HEAD.seed,
    nowNs: () => ns += 1000,
    clients: HEAD.clients,
    keys: HEAD.keys,
    operations: 3000,
    partSizeBytes: 512,
    keep: (record) => records.push(record),
  });
  const { stoppedBy, durationNs } = report;
  const lines = [HEAD, ...records, { ended: { stoppedBy, durationNs } }]
    .map(historyLine);
  return { report, lines };
}

const LIES: readonly (readonly Lie[])[] = [
  [],
  ["lost answers"],
  ["stale read", "lost answers"],
  ["lagging list", "late match", "torn body"],
  ["kept delete", "same etag", "old part"],
];
for (const lies of LIES) {
  Deno.test(`judgeHistory() comes to what the run came to: ${lies.join(", ") || "honest"}`, async () => {
    const { report, lines } = await runAndKeep(lies);
    const judged = judgeHistory(lines);
    assertEquals(judged.report, report);
    assertEquals([judged.head, judged.isCut], [HEAD, false]);
  });
}

Deno.test("judgeHistory() accuses nobody of what was under way at the end", async () => {
  const { lines } = await runAndKeep([]);
  for (const count of [2, 40, 500, 1777, 2500]) {
    const cut = lines.slice(0, count);
    const { report, isCut } = judgeHistory([...cut, '{"id": 99, "cl']);
    assert(isCut);
    assertEquals(report.findings, [], `${count} lines`);
  }
});

Deno.test("judgeHistory() finds what a cut history proves", async () => {
  const { lines } = await runAndKeep(["stale read"]);
  const { report } = judgeHistory(lines.slice(0, 2000));
  assert((report.findingCounts["stale read"] ?? 0) > 0);
});

Deno.test("judgeHistory() names the line that is not of a history", async () => {
  const { lines } = await runAndKeep([]);
  const [head = "", first = ""] = lines;
  const refused: readonly (readonly [string[], string])[] = [
    [[], "it is empty"],
    [["nonsense"], "line 1"],
    [[first], "line 1 of the history: it is no head"],
    [[head, "{}", first], "line 2 of the history: it is no attempt"],
    [[head, '{"id"', first], "line 2"],
    [[head, head], "line 2 of the history: it is no attempt"],
    [[...lines, first], "it comes after the end"],
    [
      [head, first.replace('"key":"run/', '"key":"elsewhere/')],
      "it is no key of this run",
    ],
    [[head, first.replace(/"callNs":\d+/, '"callNs":"soon"')], "no attempt"],
    [[head, first.replace(/"op":"[^"]+"/, '"op":"guess"')], "no attempt"],
  ];
  for (const [text, sentence] of refused) {
    assertThrows(() => judgeHistory(text), RangeError, sentence);
  }
});
