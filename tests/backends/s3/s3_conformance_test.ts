/** The conformance suite over S3 servers: our own, and a real one. */
import { assert, assertEquals } from "@std/assert";
import {
  type Backend,
  type ConformanceResult,
  runConformance,
} from "../../../backends/mod.ts";
import {
  compareDeviations,
  KNOWN_DEVIATIONS,
} from "../../../backends/conformance/known_deviations.ts";
import {
  findVersitygw,
  withBackend,
  withEndpoint,
  withVersitygw,
} from "./_s3_server.ts";

const SEED = 20261121;
const VERSITYGW = findVersitygw();
const UNCLAIMED = [
  "object.sync.keeps",
  "object.rename.moves",
  "object.rename.missing",
  "object.rename.atomic",
];

/** All but the faces under load, which need the core and are tried there. */
async function resultsOf(backend: Backend): Promise<{
  readonly results: readonly ConformanceResult[];
  readonly left: readonly string[];
}> {
  return await runConformance(backend, {
    seed: SEED,
    select: (id) => !/^(block|object\.load)\./.test(id),
  });
}

for (const prefix of ["", "/deep/prefix"]) {
  Deno.test(`conformance: s3${prefix} keeps all that it claims, over our own endpoint`, () =>
    withEndpoint(async (endpoint) => {
      const url = `${endpoint.targetUrl}${prefix}`;
      await withBackend(url, endpoint.settings, async (backend) => {
        const { results, left } = await resultsOf(backend);
        const odd = results.filter(({ outcome }) =>
          outcome === "broken" || outcome === "failed"
        );
        assertEquals(odd, []);
        const unclaimed = results.filter(({ outcome }) =>
          outcome === "not claimed"
        );
        assertEquals(unclaimed.map(({ id }) => id), UNCLAIMED);
        assertEquals(left, []);
        assertEquals((await backend.list()).objects, []);
      });
    }));
}

Deno.test({
  name: VERSITYGW.path === null
    ? `conformance: s3 over versitygw (${VERSITYGW.reason})`
    : "conformance: s3 over versitygw deviates as known, and not otherwise",
  ignore: VERSITYGW.path === null,
  fn: (t) =>
    withVersitygw(async ({ name, settings }) => {
      const [server = "", version = ""] = name.split(" ");
      await withBackend("s3://stor-verify/x", settings, async (backend) => {
        const { results } = await resultsOf(backend);
        const compared = compareDeviations(results, server, version);
        assertEquals(compared.unknown, [], name);
        assertEquals(compared.outdated, [], name);
        assertEquals(backend.server, "VERSITYGW");
        const known = KNOWN_DEVIATIONS.filter((one) => one.server === server);
        for (const { id, reason } of known) {
          // Shown among what was skipped, with its reason.
          const shown = `${name} deviates in ${id}: ${reason}`;
          await t.step({ name: shown, ignore: true, fn: () => {} });
        }
        const held = results.filter(({ outcome }) => outcome === "held");
        assert(held.length >= 55, `${held.length} held over ${name}`);
      });
    }),
});
