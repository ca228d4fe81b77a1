/** The promises of cmd/copy_sites.ts. */
import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { parseUrl } from "../../backends/mod.ts";
import { copySites } from "../../cmd/copy_sites.ts";
import { Wiring } from "../../cmd/wiring.ts";
import { testContext } from "../_support/cli.ts";

Deno.test("copySites() puts stamped bytes of any size, and tells their digests", async () => {
  const context = testContext();
  const wiring = new Wiring(context);
  const url = parseUrl("mem:");
  try {
    await wiring.openTargets([{ name: "m", url, settings: {} }], "create");
    const sites = copySites(context, wiring);
    const object = { seed: "00000000000000aa", runId: "00000000000000bb" };
    const made: Uint8Array[] = [];
    for (const [index, sizeBytes] of [0, 1, 4097, 1_048_577].entries()) {
      const key = `k${index}`;
      const digests = await sites.make("m", key, {
        ...object,
        index,
        sizeBytes,
      });
      const bytes = await wiring.backend("m").get(key);
      made.push(bytes);
      assertEquals(bytes.length, sizeBytes);
      for (const kind of ["md5", "sha256"] as const) {
        const sum = createHash(kind).update(bytes).digest("hex");
        assertEquals(digests[kind], sum);
      }
    }
    const magic = new TextDecoder().decode(made[2]?.subarray(0, 4));
    assertEquals(magic, "SVB1");
  } finally {
    await wiring.close();
  }
});
