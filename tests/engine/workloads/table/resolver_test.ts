import { assertEquals, assertRejects } from "@std/assert";
import {
  resolveCommit,
  type ResolverName,
} from "../../../../engine/workloads/table/resolver.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { appended, newTable } from "./table_fixture.ts";

const FIELD = { name: "x", type: { name: "int64" }, nullable: true };

async function resolve(resolver: ResolverName) {
  const base = await appended(await newTable(), 0, 3);
  const latest = await appended(base, 3, 2);
  return await resolveCommit({
    resolver,
    base: base.snapshot,
    highestVersion: 2,
    updates: [{ is: "add field", field: FIELD }],
    readLatest: () => Promise.resolve(latest.snapshot),
  });
}

Deno.test("resolveCommit() gives up, merges or leaves out, as it is told", async () => {
  const error = await assertRejects(() => resolve("fail"), TableError);
  assertEquals(error.kind, "Conflict");
  const merged = await resolve("merge");
  assertEquals([merged.version, merged.rowCount, merged.lastOverwrite], [
    3,
    5,
    0,
  ]);
  const over = await resolve("overwrite");
  assertEquals([over.version, over.rowCount, over.lastOverwrite], [3, 3, 3]);
});
