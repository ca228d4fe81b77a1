import { assertEquals, assertThrows } from "@std/assert";
import { BlobError } from "../../../../backends/reference/azure/blob_error.ts";
import {
  readConditions,
  refuseRead,
  refuseWrite,
  unmetCondition,
} from "../../../../backends/reference/azure/blob_conditions.ts";
import type { BlobVersion } from "../../../../backends/reference/azure/blob_state.ts";

const MODIFIED = Date.UTC(2026, 0, 1, 0, 0, 0, 500);
const FOUND: BlobVersion = {
  name: "k",
  pieces: [],
  sizeBytes: 0,
  etag: '"e1"',
  createdMs: MODIFIED,
  modifiedMs: MODIFIED,
  contentType: "",
  headers: [],
  metadata: [],
};

function unmet(headers: Readonly<Record<string, string>>, found?: BlobVersion) {
  return unmetCondition(
    readConditions(new Map(Object.entries(headers))),
    found,
  );
}

Deno.test("unmetCondition() compares etags with and without quotes", () => {
  assertEquals(unmet({ "if-match": '"e1"' }, FOUND), undefined);
  assertEquals(unmet({ "if-match": "e1" }, FOUND), undefined);
  assertEquals(unmet({ "if-match": '"x", "e1"' }, FOUND), undefined);
  assertEquals(unmet({ "if-match": '"e2"' }, FOUND), "changed");
  assertEquals(unmet({ "if-match": "*" }, FOUND), undefined);
  assertEquals(unmet({ "if-match": "*" }), "absent");
  assertEquals(unmet({ "if-none-match": "*" }, FOUND), "present");
  assertEquals(unmet({ "if-none-match": "*" }), undefined);
  assertEquals(unmet({ "if-none-match": '"e1"' }, FOUND), "unchanged");
});

Deno.test("unmetCondition() compares times by whole seconds", () => {
  const at = (ms: number) => new Date(MODIFIED + ms).toUTCString();
  const since = (ms: number) => unmet({ "if-modified-since": at(ms) }, FOUND);
  assertEquals([since(0), since(-1000)], ["unchanged", undefined]);
  const before = (ms: number) =>
    unmet({ "if-unmodified-since": at(ms) }, FOUND);
  assertEquals([before(0), before(-1000)], [undefined, "changed"]);
  const bad = new Map([["if-modified-since", "yesterday"]]);
  assertThrows(() => readConditions(bad), BlobError);
});

Deno.test("readConditions() keeps those of a source apart", () => {
  const headers = new Map([["x-ms-source-if-match", "e1"], ["if-match", "e2"]]);
  assertEquals(readConditions(headers, "x-ms-source-"), { match: "e1" });
  assertEquals(readConditions(headers), { match: "e2" });
});

Deno.test("refuseWrite() and refuseRead() answer as Azure does", () => {
  const write = (reason: Parameters<typeof refuseWrite>[0]) =>
    assertThrows(() => refuseWrite(reason), BlobError).code;
  assertEquals(write("present"), "BlobAlreadyExists");
  assertEquals(write("changed"), "ConditionNotMet");
  assertEquals(write("absent"), "ConditionNotMet");
  const read = (reason: Parameters<typeof refuseRead>[0]) =>
    assertThrows(() => refuseRead(reason), BlobError).status;
  assertEquals([read("unchanged"), read("changed")], [304, 412]);
  refuseWrite(undefined);
  refuseRead(undefined);
});
