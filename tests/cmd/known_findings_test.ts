/** The promises of cmd/known_findings.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { markKnown } from "../../cmd/known_findings.ts";
import { buildReport, renderText } from "../../engine/mod.ts";
import {
  findingRecording,
  recording,
  stepRecording,
} from "../_support/report_fixture.ts";

const STRANGER = findingRecording({
  class: "foreign",
  op: "list",
  key: 2 ** 32 - 1,
  file: "x/.7.sgwtmp.99",
});

function marked(server: string | undefined) {
  const findings = [STRANGER, findingRecording()];
  const step = stepRecording({ findings });
  return markKnown(recording({ steps: [step] }), () => server);
}

Deno.test("markKnown() marks what is known of the server, and nothing else", () => {
  const [step] = marked("VERSITYGW").steps;
  const [first, second] = step?.findings ?? [];
  assertStringIncludes(first?.known ?? "", "versitygw v1.7.0: amid puts");
  assertEquals(second?.known, undefined);
  assertEquals(marked("MinIO").steps[0]?.findings[0]?.known, undefined);
  assertEquals(marked(undefined).steps[0]?.findings[0]?.known, undefined);
});

Deno.test("a known finding is printed as known, and judged as any other", () => {
  const [plain, known] = [marked(undefined), marked("VERSITYGW")]
    .map((one) => buildReport(one));
  assertEquals(known?.verdict, plain?.verdict);
  assertEquals(known?.findings.length, plain?.findings.length);
  if (known === undefined) throw new TypeError("no report");
  const text = renderText(known, { width: 300, color: false });
  assertStringIncludes(text, "known of versitygw v1.7.0: amid puts");
});
