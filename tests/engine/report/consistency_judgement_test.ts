import { assertEquals } from "@std/assert";
import {
  breaks,
  judgeConsistency,
  openConsistency,
} from "../../../engine/report/consistency_judgement.ts";
import {
  consistencyEnded,
  consistencyReport,
  staleRead,
} from "../../_support/consistency_fixture.ts";

const stale = consistencyReport({
  level: "read-your-writes",
  findings: [staleRead()],
  findingCounts: { "stale read": 3 },
  heldCounts: { "read-your-writes": 3 },
});

Deno.test("judgeConsistency() holds a store against its own promise", () => {
  const judged = (level: "linearizable" | "read-your-writes" | "eventual") =>
    judgeConsistency(
      consistencyEnded({ report: stale, promise: { level, source: "x" } }),
    );
  assertEquals(judged("linearizable").verdict, "broken");
  assertEquals([judged("linearizable").broken, judged("eventual").allowed], [
    3,
    3,
  ]);
  assertEquals(judged("read-your-writes").verdict, "kept");
  assertEquals(judged("eventual").verdict, "kept");
});

Deno.test("judgeConsistency() allows nobody what no level allows", () => {
  const torn = staleRead({ name: "torn", held: null });
  const report = consistencyReport({
    findings: [torn],
    findingCounts: { torn: 1 },
    heldCounts: { none: 1 },
  });
  const promise = { level: "eventual", source: "x" } as const;
  const judged = judgeConsistency(consistencyEnded({ report, promise }));
  assertEquals([judged.verdict, judged.broken], ["broken", 1]);
});

Deno.test("judgeConsistency() calls what cannot be told neither kept nor broken", () => {
  const { reads, lists } = consistencyReport();
  const undecided = { ...reads, undecidedKeys: 1, level: "regular" as const };
  const report = consistencyReport({ reads: undecided, level: "regular" });
  const judged = judgeConsistency(consistencyEnded({ report }));
  assertEquals(judged.verdict, "undecided");
  assertEquals(
    openConsistency(judged)?.startsWith('Step "race" on local leaves 1 key '),
    true,
  );
  const promise = { level: "regular", source: "x" } as const;
  const allowed = judgeConsistency(consistencyEnded({ report, promise }));
  assertEquals([allowed.verdict, openConsistency(allowed)], ["kept", null]);
  const none = { ...lists, level: null };
  const blind = judgeConsistency(consistencyEnded({
    report: consistencyReport({ level: null, reads: none, lists: none }),
  }));
  assertEquals(blind.verdict, "unseen");
  assertEquals(
    openConsistency(blind),
    'Nothing was seen in step "race" on local',
  );
});

Deno.test("breaks() orders levels from the strongest to the weakest", () => {
  assertEquals(breaks("regular", "linearizable"), true);
  assertEquals(breaks("regular", "regular"), false);
  assertEquals(breaks("linearizable", "eventual"), false);
  assertEquals(breaks("none", "eventual"), true);
});
