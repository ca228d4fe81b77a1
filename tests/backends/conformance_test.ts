/**
 * The conformance suite over every backend, plain and under the trace wrapper,
 * and the canaries: for each case a backend that lies, which it must catch.
 */
import { assert, assertEquals } from "@std/assert";
import {
  type Backend,
  type Capability,
  CONFORMANCE_CASES,
  type ConformanceResult,
  FaultBackend,
  HidingBackend,
  type LieName,
  listLies,
  openBackend,
  parseUrl,
  runConformance,
  TraceBackend,
} from "../../backends/mod.ts";
import { FolderBackend } from "../../backends/folder/folder_backend.ts";
import { MemBackend } from "../../backends/mem.ts";
import { loadCore } from "../../ffi/mod.ts";
import { DiskCore } from "./_disk_core.ts";
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

const ROWS: readonly Row[] = [
  { name: "mem", url: () => "mem:", unclaimed: ["object.sync.keeps"] },
  { name: "file", url: (at) => `file://${at}`, unclaimed: IF_MATCH },
  { name: "direct", url: (at) => `direct://${at}`, unclaimed: IF_MATCH },
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
      ...["read", "readRange", "writeIfAbsent", "writeIfMatch", "readStream"]
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

/** The case that catches each lie; `null`: the runner's own judgement. */
const CANARIES: Readonly<Record<LieName, string | null>> = {
  "put.unavailable": null,
  "put.bug": null,
  "put.wrong-size": "object.put.facts",
  "put.lost": "object.put.overwrite",
  "put.keeps-tail": "object.put.overwrite",
  "put.alias": "object.put.copies",
  "put.torn": "object.atomic.overwrite",
  "get.flip": "object.get.roundtrip",
  "get.short": "object.get.roundtrip",
  "get.stale": "object.put.overwrite",
  "get.invents": "object.get.missing",
  "range.shifted": "object.range.edges",
  "range.clamped": "object.range.beyond",
  "range.invents": "object.range.missing",
  "stream-read.short": "object.stream-read.same",
  "stream-read.invents": "object.stream-read.missing",
  "stream-write.drops": "object.stream-write.roundtrip",
  "stream-write.keeps-part": "object.stream-write.aborted",
  "stream-write.early": "object.stream-write.unseen",
  "sync.drops": "object.sync.keeps",
  "head.wrong-size": "object.head.size",
  "head.invents": "object.head.missing",
  "head.same-etag": "object.head.etag",
  "list.keeps-deleted": "object.delete.listed",
  "list.utf16-order": "object.list.order",
  "list.wrong-size": "object.list.facts",
  "list.drops-key": "object.list.complete",
  "list.repeats-key": "object.list.complete",
  "list.ignores-prefix": "object.list.prefix",
  "list.ignores-delimiter": "object.list.delimiter",
  "list.folds-wrongly": "object.list.delimiter-below",
  "list.ignores-limit": "object.list.limit",
  "list.overlaps": "object.list.paged",
  "list.refolds": "object.list.paged-prefixes",
  "delete.lost": "object.delete.gone",
  "delete.strict": "object.delete.again",
  "copy.short": "object.copy.same",
  "copy.moves": "object.copy.source",
  "copy.invents": "object.copy.missing",
  "rename.copies": "object.rename.moves",
  "rename.gap": "object.rename.atomic",
  "rename.invents": "object.rename.missing",
  "keys.normalized": "object.keys.paths",
  "keys.composed": "object.keys.unicode",
  "keys.lowercase": "object.keys.case",
  "keys.truncated": "object.keys.long",
  "keys.no-last-slash": "object.keys.nested",
  "keys.trimmed": "object.keys.characters",
  "keys.anything": "object.keys.invalid",
  "if-absent.races": "object.if-absent.race",
  "if-absent.ignored": "object.if-absent.exists",
  "if-match.races": "object.if-match.race",
  "if-match.ignored": "object.if-match.stale",
  "if-match.creates": "object.if-match.missing",
  "multipart.upload-order": "object.multipart.order",
  "multipart.early": "object.multipart.unseen",
  "multipart.skips-missing": "object.multipart.missing-part",
  "multipart.keeps-first": "object.multipart.replaced-part",
  "multipart.abort-completes": "object.multipart.abort",
  "list.drops-odd": "object.keys.listed",
};

/** A folder on a core of the runtime's own calls: it claims `sync` as well. */
async function withHonest(
  needsSync: boolean,
  body: (backend: Backend) => Promise<void>,
): Promise<void> {
  if (!needsSync) return await body(new MemBackend({ url: "mem:" }));
  await withScratch(async (root) => {
    const core = new DiskCore();
    const url = `file://${root}`;
    await body(new FolderBackend({ url, root, core, direct: false }));
  });
}

async function outcomeOf(backend: Backend, id: string) {
  const { results } = await runConformance(backend, {
    seed: SEED,
    select: (each) => each === id,
  });
  assertEquals(results.length, 1, `${id} ran`);
  return results[0]?.outcome;
}

for (const { name, text } of listLies()) {
  const id = CANARIES[name];
  if (id === null) continue;
  Deno.test(`canary: ${id} catches "${name}" (${text})`, async () => {
    await withHonest(id === "object.sync.keeps", async (honest) => {
      assertEquals(await outcomeOf(honest, id), "held");
    });
    await withHonest(id === "object.sync.keeps", async (honest) => {
      const liar = new FaultBackend(honest, { lie: name, seed: SEED });
      assertEquals(await outcomeOf(liar, id), "broken");
      assert(liar.fired > 0);
    });
  });
}

for (const each of CONFORMANCE_CASES) {
  if (each.when !== "undeclared") continue;
  const { id, proves } = each;
  Deno.test(`canary: ${id} catches a call that is done though not claimed`, async () => {
    await withHonest(proves === "sync", async (honest) => {
      const hiding = new HidingBackend(honest, proves);
      assertEquals(await outcomeOf(hiding, id), "broken");
    });
  });
}

Deno.test("canary: every case of a promise has a lie that it catches", () => {
  const caught = new Set(Object.values(CANARIES));
  const uncaught = CONFORMANCE_CASES
    .filter(({ when, id }) => when === "declared" && !caught.has(id))
    .map(({ id }) => id);
  // Its canary needs the core's own fault points: see block_cases_test.ts.
  assertEquals(uncaught, ["block.sweep.verified"]);
});

Deno.test("canary: a case that the world stops has failed, and is not broken", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const down = new FaultBackend(mem, { lie: "put.unavailable" });
  assertEquals(await outcomeOf(down, "object.put.facts"), "failed");
});

Deno.test("canary: a backend that throws what is no StorageError is broken", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const bug = new FaultBackend(mem, { lie: "put.bug" });
  assertEquals(await outcomeOf(bug, "object.put.facts"), "broken");
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
