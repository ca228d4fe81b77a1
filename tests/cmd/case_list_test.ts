/** The promises of cmd/case_list.ts. */
import { assertEquals } from "@std/assert";
import { casesJson, renderCases } from "../../cmd/case_list.ts";
import { FEW_CASES } from "../_support/case_fixture.ts";

Deno.test("renderCases() aligns what can run, and counts at the end", () => {
  assertEquals(
    renderCases(FEW_CASES.cases),
    "object.a               runnable  on any target\n" +
      "object.b               runnable  on any target\n" +
      "object.real_io.direct  runnable  on direct: targets\n" +
      "table.x                skipped   Not built: tables\n" +
      "\n" +
      "4 cases: 3 runnable, 1 skipped; a skip is never a pass\n",
  );
});

Deno.test("casesJson() holds the same, with source and meaning", () => {
  const json = JSON.parse(casesJson(FEW_CASES.cases));
  assertEquals(json.counts, { runnable: 3, skipped: 1 });
  assertEquals(json.cases[3], {
    id: "table.x",
    source: "s",
    meaning: "m",
    status: "skipped",
    reason: "Not built: tables",
  });
});
