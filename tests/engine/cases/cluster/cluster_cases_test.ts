/** Every case of a cluster holds over an honest one, and leaves nothing. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { CaseSkipped } from "../../../../engine/cases/case_skipped.ts";
import { CLUSTER_CASES } from "../../../../engine/cases/cluster/cluster_cases.ts";
import { clusterEnv } from "../../../_support/memory_cluster.ts";
import { LIES } from "./_lies.ts";

for (const { id, body } of CLUSTER_CASES) {
  Deno.test(`${id} holds over an honest cluster, and leaves nothing`, async () => {
    let nowNs = 0;
    const env = clusterEnv({}, { nowNs: () => nowNs += 1000 });
    assert(await body(env) !== "");
    assertEquals((await env.backend.list()).objects, []);
    const face = await env.cluster?.open();
    for (const node of face?.nodes ?? []) {
      for await (const { id } of node.list()) {
        throw new Error(`Chunk ${id} is left`);
      }
    }
  });
}

Deno.test("what moves gigabytes is slow, and has its time", () => {
  const slow = CLUSTER_CASES.filter(({ isSlow }) => isSlow);
  assertEquals(slow.length, 5);
  assert(slow.every(({ timeoutNs = 0 }) => timeoutNs >= 1800e9));
});

for (const { id, lies, what } of LIES) {
  Deno.test(`cluster.${id} is broken by a cluster that ${what}`, async () => {
    let nowNs = 0;
    const env = clusterEnv(lies, { nowNs: () => nowNs += 1000 });
    const found = CLUSTER_CASES.find((one) => one.id === `cluster.${id}`);
    if (found === undefined) throw new TypeError(`There is no case ${id}`);
    await assertRejects(() => found.body(env), CaseBroken);
  });
}

Deno.test("each case of a cluster is broken by some lie", () => {
  const caught = new Set(LIES.map(({ id }) => `cluster.${id}`));
  const ids = CLUSTER_CASES.map(({ id }) => id);
  assertEquals(ids.filter((id) => !caught.has(id)), []);
});

Deno.test("a case that needs six servers is skipped where there are fewer", async () => {
  const spread = CLUSTER_CASES.find(({ id }) => id.endsWith("distribution"));
  const env = clusterEnv({}, { nodes: 5 });
  await assertRejects(async () => await spread?.body(env), CaseSkipped);
});
