/** The conformance suite over every backend, plain and under the trace wrapper. */
import { assert, assertEquals } from "@std/assert";
import {
  type Backend,
  type Capability,
  CONFORMANCE_CASES,
  type ConformanceResult,
  openBackend,
  parseUrl,
  runConformance,
  TraceBackend,
} from "../../backends/mod.ts";
import { MemBackend } from "../../backends/mem.ts";
import { loadCore } from "../../ffi/mod.ts";
import { withScratch } from "./_scratch.ts";

const SEED = 20261121;
const AGAIN = `seed=${SEED}: deno test -A tests/backends/conformance_test.ts`;

interface Row {
  readonly name: string;
  readonly url: (folder: string) => string;
  /** Cases that this backend does not claim; the others must hold. */
  readonly unclaimed: readonly string[];
}

const IF_MATCH = [
  "object.if-match.stale",
  "object.if-match.race",
  "object.if-match.missing",
];

const LOAD = "object.load.verified";

/** What stores keep and check beside the bytes, and how they are loaded. */
const STORES_ONLY = [
  "object.metadata.kept",
  "object.metadata.replaced",
  ...["", "-returned"].flatMap((what) =>
    ["md5", "crc32c", "crc64nvme"].map((name) =>
      `object.checksum.${name}${what}`
    )
  ),
  LOAD,
];

const NOT_OF_FOLDERS = [...IF_MATCH, "object.limit.put", ...STORES_ONLY];

const ROWS: readonly Row[] = [
  { name: "mem", url: () => "mem:", unclaimed: ["object.sync.keeps", LOAD] },
  { name: "file", url: (at) => `file://${at}`, unclaimed: NOT_OF_FOLDERS },
  {
    name: "direct",
    url: (at) => `direct://${at}`,
    unclaimed: NOT_OF_FOLDERS,
  },
];

async function resultsOf(backend: Backend): Promise<ConformanceResult[]> {
  const { results, left } = await runConformance(backend, { seed: SEED });
  assertEquals(left, []);
  return [...results];
}

function assertHeld(
  results: readonly ConformanceResult[],
  unclaimed: readonly string[],
): void {
  const odd = results.filter(({ outcome }) =>
    outcome !== "held" && outcome !== "not claimed"
  );
  assertEquals(odd, [], AGAIN);
  const lacking = results.filter(({ outcome }) => outcome === "not claimed");
  assertEquals(lacking.map(({ id }) => id), unclaimed, AGAIN);
}

/** The sandbox folder lies on a real disk: O_DIRECT is what is tried. */
async function withOpen(
  row: Row,
  body: (backend: Backend, folder: string) => Promise<void>,
): Promise<void> {
  await withScratch(async (folder) => {
    using core = loadCore();
    const url = parseUrl(row.url(folder));
    const target = { name: row.name, url, settings: {} };
    const backend = await openBackend(target, { core });
    try {
      await body(backend, folder);
    } finally {
      await backend.close();
    }
  });
}

for (const row of ROWS) {
  Deno.test(`conformance: ${row.name} keeps all that it claims`, async () => {
    await withOpen(row, async (backend, folder) => {
      assertHeld(await resultsOf(backend), row.unclaimed);
      await backend.close();
      assertEquals([...Deno.readDirSync(folder)], [], "files left behind");
    });
  });

  Deno.test(`conformance: ${row.name} is the same when traced`, async () => {
    await withOpen(row, async (backend) => {
      let calls = 0;
      let timeNs = 0;
      const traced = new TraceBackend(backend, {
        nowNs: () => timeNs++,
        onCall: ({ startNs, endNs }) => {
          calls++;
          assert(endNs > startNs);
        },
      });
      assertHeld(await resultsOf(traced), row.unclaimed);
      assert(calls > 500, `${calls} calls were traced`);
    });
  });
}

Deno.test("conformance: null holds what little it claims", async () => {
  const row = { name: "null", url: () => "null:", unclaimed: [] };
  await withOpen(row, async (backend) => {
    const results = await resultsOf(backend);
    const held = results.filter(({ outcome }) => outcome === "held");
    assertEquals(held.map(({ id }) => id), [
      "object.put.facts",
      "object.delete.again",
      ...["read", "readRange", "writeIfAbsent", "writeIfMatch", "metadata"]
        .map((name) => `object.refused.${name}`),
      ...["checksumMd5", "checksumCrc32c", "checksumCrc64nvme", "readStream"]
        .map((name) => `object.refused.${name}`),
      ...["stat", "list", "copy", "rename", "multipart", "sync"]
        .map((name) => `object.refused.${name}`),
    ]);
    const odd = results.filter(({ outcome }) =>
      outcome === "broken" || outcome === "failed"
    );
    assertEquals(odd, []);
  });
});

Deno.test("conformance: every capability has a case that proves it", () => {
  const proven = new Set(CONFORMANCE_CASES.map(({ proves }) => proves));
  const all: Capability[] = [...new MemBackend({ url: "mem:" }).capabilities];
  for (const one of [...all, "sync", "block"] as const) {
    assert(proven.has(one), `${one} has no case`);
  }
});

Deno.test("conformance: ids are unique", () => {
  const ids = CONFORMANCE_CASES.map(({ id }) => id);
  assertEquals(ids.length, new Set(ids).size);
});
