import { assert, assertEquals } from "@std/assert";
import { judgeConsistency } from "../../../engine/report/consistency_judgement.ts";
import { consistencyLines } from "../../../engine/report/consistency_text.ts";
import {
  consistencyEnded,
  consistencyReport,
  staleRead,
} from "../../_support/consistency_fixture.ts";

const PLAIN = { width: 80, color: false };

Deno.test("consistencyLines() says what held, what was promised and counted", () => {
  const judged = judgeConsistency(consistencyEnded());
  assertEquals(consistencyLines(judged, PLAIN), [
    "race  80 attempts by 4 clients at 2 endpoints in 2 s, seed 7",
    "       asked  answered  refused  unknown  failed",
    "  put     10         8        1        1       0",
    "  get     70        70        0        0       0",
    "  promised   linearizable (somebody says so)",
    "  held       linearizable",
    "  reads      linearizable on 5 keys: 70 judged, 0 ambiguous, 0 keys undecided",
    "  lists      linearizable on 5 keys: 12 judged, 0 ambiguous, 0 keys undecided",
    "  failed     1 TimedOut",
    "  uploads    2 may be open still",
    "  not asked  putDamaged: not claimed",
    "  history    history-0-race.jsonl",
  ]);
});

Deno.test("consistencyLines() draws evidence on a line of time", () => {
  const { reads } = consistencyReport();
  const report = consistencyReport({
    level: "read-your-writes",
    reads: {
      ...reads,
      level: "read-your-writes",
      staleLooks: 3,
      stalenessNs: 30e6,
    },
    findings: [staleRead()],
    findingCounts: { "stale read": 3 },
    heldCounts: { "read-your-writes": 3 },
  });
  const judged = judgeConsistency(consistencyEnded({ report }));
  const lines = consistencyLines(judged, PLAIN);
  assertEquals(lines.slice(-6), [
    "  findings   3 stale read",
    "  - stale read of hot/0001: A get returned a value that an acknowledged write",
    "    had replaced",
    "    |==              |  Client 1 at http://one, from 0.000 to 4.000 ms: put of",
    "                        value 3",
    "    |               >|  Client 2 at http://two, from 34.000 ms: get saw value 2",
  ]);
  const text = lines.join("\n");
  assert(text.includes("3 stale, up to 30 ms behind"), text);
  assert(text.includes("read-your-writes, less than linearizable as promised"));
});

Deno.test("consistencyLines() marks what the promise allows", () => {
  const report = consistencyReport({
    level: "eventual",
    findings: [staleRead({ held: "eventual" })],
    findingCounts: { "stale read": 1 },
    heldCounts: { eventual: 1 },
  });
  const promise = { level: "eventual", source: "x" } as const;
  const judged = judgeConsistency(consistencyEnded({ report, promise }));
  const text = consistencyLines(judged, { width: 80, color: true }).join("\n");
  assert(text.includes("(1 within what is promised)"), text);
  assert(text.includes("stale read (allowed) of hot/0001"), text);
  assert(!text.includes("\x1b[31m"), "what is allowed is not marked as bad");
});
