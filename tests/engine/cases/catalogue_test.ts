/** Promises of `engine/cases/catalogue.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { caseTableUrl, makeCatalogue } from "../../../engine/cases/mod.ts";

const HEADER = "case\tsource\tmeaning";
const SUITE = [{ id: "object.get", promise: "It reads" }];

function made(...lines: readonly string[]) {
  return makeCatalogue({
    table: `${[HEADER, ...lines].join("\n")}\n`,
    suite: SUITE,
  });
}

Deno.test("makeCatalogue() knows suite and table, and what can run", () => {
  const { cases, ids } = made(
    "object.real_io.file\tdriver\treal writes",
    "table.lance_import.explore_lance_dataset\tdesign\tlists",
  );
  assertEquals(ids, [
    "object.get",
    "object.real_io.file",
    "table.lance_import.explore_lance_dataset",
  ]);
  assertEquals(cases.map(({ way }) => way.kind), [
    "conformance",
    "body",
    "body",
  ]);
  assertEquals(cases[1]?.source, "driver");
});

Deno.test("makeCatalogue() knows which cases are slow, and how long they take", () => {
  const { cases } = made(
    "cluster.e2e.upload_download_large_file\tdocument\t5 GB",
    "cluster.e2e.list_files\tdocument\tpages",
  );
  assertEquals(cases.map(({ isSlow, timeoutNs }) => [isSlow, timeoutNs]), [
    [undefined, undefined],
    [true, 1800e9],
    [undefined, undefined],
  ]);
});

Deno.test("makeCatalogue() refuses a damaged table", () => {
  assertThrows(() => made("table.x\tdesign"), TypeError, "line 2");
  assertThrows(() => made("table.x\ta\tb\tc"), TypeError, "line 2");
  assertThrows(
    () => makeCatalogue({ table: "id\tsource\n", suite: [] }),
    TypeError,
    "begins",
  );
});

Deno.test("makeCatalogue() refuses a case that nothing runs or explains", () => {
  assertThrows(() => made("table.tape.x\ta\tb"), TypeError, "table.tape.x");
});

Deno.test("makeCatalogue() refuses two cases with one id", () => {
  assertThrows(() => made("object.get\ta\tb"), TypeError, "object.get");
});

Deno.test("Catalogue.find() refuses an id that is not there", () => {
  assertEquals(made().find("object.get").meaning, "It reads");
  assertThrows(() => made().find("object.gte"), TypeError, "object.gte");
});

Deno.test("caseTableUrl() is beside the code", () => {
  assertEquals(caseTableUrl().pathname.endsWith("builtin/cases.tsv"), true);
});

Deno.test("makeCatalogue() makes a case of each power-cut trial, and one of all", () => {
  const { cases } = makeCatalogue({
    table: `${HEADER}\n`,
    suite: [],
    trials: [
      { id: "file-put", promise: "It is there", isBug: false },
      { id: "bug-x", promise: "It is not", isBug: true },
    ],
  });
  assertEquals(cases.map(({ id, meaning }) => [id, meaning.slice(0, 12)]), [
    ["crash.file_put", "It is there"],
    ["crash.bug_x", "It is found:"],
    ["crash.states", "10,000 disti"],
  ]);
  assertEquals(cases[2]?.way, {
    kind: "power-cuts-total",
    schemes: ["file", "direct", "mem"],
    promises: ["file-put"],
    bugs: ["bug-x"],
  });
});
