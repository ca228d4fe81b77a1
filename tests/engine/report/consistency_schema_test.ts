import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { judgeConsistency } from "../../../engine/report/consistency_judgement.ts";
import { CONSISTENCY } from "../../../engine/report/consistency_schema.ts";
import {
  consistencyEnded,
  consistencyReport,
  staleRead,
} from "../../_support/consistency_fixture.ts";

Deno.test("CONSISTENCY knows what a report says of clients, name by name", () => {
  const report = consistencyReport({ findings: [staleRead()] });
  const judged = judgeConsistency(consistencyEnded({ report }));
  assertEquals(firstMismatch(judged, CONSISTENCY), null);
  const { promise: _, ...less } = judged;
  assertEquals(
    firstMismatch(less, CONSISTENCY),
    'the document lacks "promise"',
  );
  const more = { ...judged, report: { ...report, extra: 1 } };
  assertEquals(
    firstMismatch(more, CONSISTENCY),
    'the document.report has an unknown "extra"',
  );
});
