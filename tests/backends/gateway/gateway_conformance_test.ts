/** The conformance suite over a gateway with chunk servers. */
import { assertEquals } from "@std/assert";
import { runConformance } from "../../../backends/mod.ts";
import { chunksOf } from "../reference/cluster/_cluster.ts";
import { withGateway } from "./_gateway.ts";

const SEED = 20261121;

/** Not in the gateway's document. */
const UNCLAIMED = [
  "object.checksum.md5",
  "object.checksum.crc64nvme",
  "object.checksum.md5-returned",
  "object.checksum.crc64nvme-returned",
];
const UNCLAIMED_GROUPS =
  /^(object\.(copy|rename|multipart|upload|sync)\.|block\.)/;

Deno.test("conformance: gateway keeps all that it claims", () =>
  withGateway({ path: "/deep/prefix" }, async (backend, cluster) => {
    const { results, left } = await runConformance(backend, { seed: SEED });
    const odd = results.filter(({ outcome }) =>
      outcome === "broken" || outcome === "failed"
    );
    assertEquals(odd, [], `seed=${SEED}`);
    const unclaimed = results
      .filter(({ outcome }) => outcome === "not claimed")
      .map(({ id }) => id);
    assertEquals(
      unclaimed.filter((id) => !UNCLAIMED_GROUPS.test(id)),
      UNCLAIMED,
    );
    assertEquals(left, []);
    assertEquals((await backend.list()).objects, []);
    assertEquals(chunksOf(cluster), []);
  }));

Deno.test("conformance: gateway folds and pages as well without a prefix", () =>
  withGateway({}, async (backend) => {
    const { results } = await runConformance(backend, {
      seed: SEED,
      select: (id) => id.startsWith("object.list."),
    });
    assertEquals(results.filter(({ outcome }) => outcome !== "held"), []);
  }));
