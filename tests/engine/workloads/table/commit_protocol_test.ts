import { assertEquals } from "@std/assert";
import {
  type CommitProtocol,
  CREATE_ONLY,
} from "../../../../engine/workloads/table/commit_protocol.ts";
import { WEAK } from "./_broken_backend.ts";
import { newStore } from "./table_fixture.ts";

/** How many of two that race for a version believe that they won it. */
async function winners(protocol: CommitProtocol): Promise<number> {
  const store = newStore();
  const ends = await Promise.all(
    [1, 2].map((byte) => protocol.publish(store, 1, new Uint8Array([byte]))),
  );
  return ends.filter((end) => end === "published").length;
}

Deno.test("CREATE_ONLY lets one of two win a version", async () => {
  assertEquals(await winners(CREATE_ONLY), 1);
});

Deno.test("A race tells the weak protocol, which lets both win", async () => {
  assertEquals(await winners(WEAK), 2);
});
