import { assert, assertEquals } from "@std/assert";
import { clientSection } from "../../../../engine/report/html/client_section.ts";
import { judgeConsistency } from "../../../../engine/report/consistency_judgement.ts";
import {
  consistencyEnded,
  consistencyReport,
  staleRead,
} from "../../../_support/consistency_fixture.ts";

function section(changes: Parameters<typeof consistencyReport>[0] = {}) {
  const report = consistencyReport(changes);
  return clientSection(judgeConsistency(consistencyEnded({ report })), 3).html;
}

Deno.test("clientSection() says what was promised and held, and how attempts ended", () => {
  const html = section();
  assert(html.includes('id="clients-3"') && html.includes("good"));
  assert(html.includes("linearizable (somebody says so)"));
  const path = "consistency.3.report.operations.put.answered";
  assert(html.includes(`data-path="${path}" data-value="8"`));
});

Deno.test("clientSection() shows the attempts that contradict each other", () => {
  const html = section({
    level: "read-your-writes",
    findings: [staleRead({ key: "<hot>" })],
    findingCounts: { "stale read": 5 },
    heldCounts: { "read-your-writes": 5 },
  });
  assert(html.includes("stale read") && html.includes("&#60;hot&#62;"));
  assert(html.includes("no answer") && html.includes("A1"));
  assertEquals(html.match(/class="attempt/g)?.length, 2);
  assert(html.includes("and 4 more"));
});
