/** The promises of cmd/case_catalogue.ts, with the real table and suite. */
import { assert, assertEquals } from "@std/assert";
import { CRASH_TRIALS } from "../../backends/crash/mod.ts";
import { CONFORMANCE_CASES } from "../../backends/mod.ts";
import { loadCatalogue } from "../../cmd/case_catalogue.ts";
import { caseTableUrl } from "../../engine/mod.ts";
import { BODY_CASES } from "../../engine/cases/body_cases.ts";

/** Named by the source documents, when the table was made. */
const DOCUMENTED = 225;

/** Bad input of clusters, which the documents only describe. */
const ADDED = 6;

Deno.test("loadCatalogue() knows every documented case and all of the suite", () => {
  const { cases } = loadCatalogue();
  const suite = cases.filter(({ way }) => way.kind === "conformance");
  assertEquals(
    suite.map(({ id }) => id),
    CONFORMANCE_CASES.map(({ id }) => id),
  );
  const cuts = cases.filter(({ way }) => way.kind.startsWith("power-cuts"));
  assertEquals(cuts.length, CRASH_TRIALS.length + 1);
  assertEquals(cases.length - suite.length - cuts.length, DOCUMENTED + ADDED);
});

Deno.test("loadCatalogue() leaves no line of the table out", () => {
  const lines = Deno.readTextFileSync(caseTableUrl()).trimEnd().split("\n");
  const { ids } = loadCatalogue();
  for (const line of lines.slice(1)) {
    assert(ids.includes(line.split("\t")[0] ?? ""), line);
  }
});

Deno.test("loadCatalogue() finds a line of the table for each body", () => {
  const { cases } = loadCatalogue();
  assertEquals(
    cases.filter(({ way }) => way.kind === "body").map(({ id }) => id).sort(),
    BODY_CASES.map(({ id }) => id).sort(),
  );
});

Deno.test("loadCatalogue() says of each case where it is from and what it means", () => {
  for (const { id, meaning, source, way } of loadCatalogue().cases) {
    assert(source.length > 0 && meaning.length > 0, id);
    if (way.kind === "absent") assert(/ not installed here$/.test(way.reason));
  }
});
