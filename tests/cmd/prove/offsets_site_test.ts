import { assertEquals } from "@std/assert";
import {
  contentsOf,
  fileNames,
  putAtRest,
  shelfOf,
} from "../../../cmd/prove/offsets_site.ts";
import {
  BEFORE_READ,
  offsetsProfile,
} from "../../../cmd/prove/proof_profile.ts";
import { runForProof } from "../../../cmd/prove/proof_run.ts";
import { withBench } from "./_bench.ts";

for (const backend of ["file", "mem"] as const) {
  Deno.test(`shelfOf() reaches the files of a run on ${backend}`, async () => {
    await withBench(backend, async (bench) => {
      let magic: string[] = [];
      const { plan } = await runForProof(bench, {
        profile: offsetsProfile(),
        runId: "00000000000000a1",
        seed: "42",
        onStop(stop, plan) {
          if (stop !== BEFORE_READ) return;
          magic = contentsOf(shelfOf(bench, plan), plan)
            .map((bytes) => new TextDecoder().decode(bytes.slice(0, 4)));
        },
      });
      assertEquals(magic, ["SVB1", "SVB1"]);
      assertEquals(fileNames(plan).length, 2);
    });
  });
}

Deno.test("putAtRest() puts what every reading finds", () => {
  const { put } = putAtRest([]);
  assertEquals([put.how, put.lasts], ["at rest", true]);
});
