import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import { TableTroubles } from "../../../../engine/workloads/table/table_troubles.ts";
import { tableRun } from "../../../_support/table_load_fixture.ts";

const away = () =>
  new StorageError("It is away", { kind: "Unavailable", operation: "put" });

Deno.test("TableTroubles gives up after failures in a row, of one kind of workers", () => {
  const troubles = new TableTroubles();
  const fail = (count: number) => {
    for (let at = 0; at < count; at++) troubles.met("writer", "a", away());
  };
  fail(19);
  troubles.went("reader");
  troubles.met("reader", "b", away());
  assertEquals(troubles.isHopeless("writer"), false);
  troubles.went("writer");
  fail(19);
  assertEquals(troubles.isHopeless("writer"), false);
  fail(1);
  assertEquals(troubles.isHopeless("writer"), true);
  assertEquals(troubles.isHopeless("reader"), false);
});

Deno.test("TableTroubles counts what it does not keep, and throws what is ours", () => {
  const troubles = new TableTroubles();
  for (let at = 0; at < 130; at++) {
    troubles.fail("a", "It is away");
    troubles.find("b", "It is wrong");
  }
  const { failed, failedCount, findings, findingsCount } = troubles;
  assertEquals([failed.length, failedCount], [100, 130]);
  assertEquals([findings.length, findingsCount], [100, 130]);
  assertThrows(() => troubles.met("reader", "c", new TypeError("Ours")));
});

/** Runs 44 appends, of which those fail whose file `isBad` says. */
async function appendsBeside(isBad: (file: number) => boolean) {
  const backend = new MemBackend({ url: "mem:" });
  const put = backend.put.bind(backend);
  let files = 0;
  backend.put = async (key, bytes) =>
    isBad(files++) ? await Promise.reject(away()) : await put(key, bytes);
  const step = { appends: 44, rows: 1, writers: 1, readers: 1 };
  const { report } = await tableRun({ backend, step });
  return [report.appended, report.failedCount];
}

Deno.test("runTables() goes on over failures that are scattered, and not in a row", async () => {
  assertEquals(await appendsBeside((file) => file % 2 === 1), [22, 22]);
  assertEquals(await appendsBeside((file) => file > 9), [10, 20]);
});
