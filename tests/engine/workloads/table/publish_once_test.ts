import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import { CREATE_ONLY } from "../../../../engine/workloads/table/commit_protocol.ts";
import { publishOnce } from "../../../../engine/workloads/table/publish_once.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { manifestPath } from "../../../../engine/workloads/table/table_path.ts";
import { BrokenBackend, type PutFate } from "./_broken_backend.ts";
import { newStore } from "./table_fixture.ts";

async function publish(fates: PutFate[], there?: number) {
  const backend = new BrokenBackend();
  const store = newStore({ backend });
  if (there !== undefined) {
    await store.put(manifestPath(1), new Uint8Array([there]));
  }
  backend.fates = fates;
  const bytes = new Uint8Array([7]);
  const protocol = CREATE_ONLY;
  const end = await publishOnce({
    store,
    protocol,
    version: 1,
    bytes,
    id: "i",
  });
  return { ...end, puts: backend.newPuts };
}

Deno.test("publishOnce() finds its own work behind a lost answer", async () => {
  assertEquals(await publish(["lost answer"]), {
    isOurs: true,
    unknownOutcomes: 1,
    puts: 1,
  });
});

Deno.test("publishOnce() sends the same again only where nothing is", async () => {
  assertEquals((await publish(["lost request"])).puts, 2);
  const other = await publish(["lost request"], 9);
  assertEquals([other.isOurs, other.puts], [false, 1]);
  assertEquals((await publish([], 9)).isOurs, false);
});

Deno.test("publishOnce() says that it does not know, with the id", async () => {
  const fates: PutFate[] = ["lost request", "lost request", "lost request"];
  const error = await assertRejects(
    () => publish(fates),
    TableError,
    "transaction i",
  );
  assertEquals(error.kind, "OutcomeUnknown");
});

Deno.test("publishOnce() passes a refusal on", async () => {
  await assertRejects(() => publish(["NoSpace"]), StorageError, "NoSpace");
});
