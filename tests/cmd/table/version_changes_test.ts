import { assertEquals } from "@std/assert";
import { versionChanges } from "../../../cmd/table/version_changes.ts";
import { emptyManifest } from "../../../engine/workloads/table/manifest.ts";

const FIRST = {
  ...emptyManifest("t"),
  version: 1,
  rowCount: 10,
  properties: { kept: "1", changed: "2", gone: "3" },
  stats: { bloom: { paths: [], metadata: {} } },
};

Deno.test("versionChanges() tells rows, columns, properties and lists", () => {
  assertEquals(versionChanges(FIRST, null), ["+ 10 rows"]);
  const second = {
    ...FIRST,
    version: 2,
    parentVersion: 1,
    rowCount: 15,
    schema: [{ version: 2, added: [], dropped: ["name"] }],
    properties: { kept: "1", changed: "4", new: "5" },
    deltaLogs: [{ path: "a", type: "positional" as const, entries: 1 }],
    stats: {},
  };
  assertEquals(versionChanges(second, FIRST), [
    "+ 5 rows",
    "- name",
    "changed=4",
    "- gone",
    "new=5",
    "+ 1 delta logs",
    "- 1 stats",
  ]);
  const back = { ...second, version: 3, parentVersion: 2, rowCount: 10 };
  assertEquals(versionChanges({ ...back, lastOverwrite: 3 }, second), [
    "left out what others committed",
    "- 5 rows",
  ]);
});

Deno.test("versionChanges() guesses nothing of a parent that nobody knows", () => {
  const second = { ...FIRST, version: 2, parentVersion: 1 };
  assertEquals(versionChanges(second, null), []);
});
