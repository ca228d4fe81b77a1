/**
 * The lies, and the case that must catch each. A case that no lie can break
 * proves nothing.
 */
import { assert, assertEquals } from "@std/assert";
import {
  type Backend,
  type ConformanceCase,
  FaultBackend,
  HidingBackend,
  type LieName,
  listLies,
  runConformance,
} from "../../backends/mod.ts";
import { FolderBackend } from "../../backends/folder/folder_backend.ts";
import { MemBackend } from "../../backends/mem.ts";
import { DiskCore } from "./_disk_core.ts";
import { withScratch } from "./_scratch.ts";

const SEED = 20261121;

/** The case that catches each lie; `null`: the runner's own judgement. */
export const CANARIES: Readonly<Record<LieName, string | null>> = {
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
  "multipart.no-part": "object.multipart.no-part",
  "multipart.doubles": "object.multipart.part-twice",
  "multipart.keeps-first": "object.multipart.replaced-part",
  "multipart.abort-completes": "object.multipart.abort",
  "keys.climbs": "object.keys.climbing",
  "metadata.drops": "object.metadata.kept",
  "metadata.outlives": "object.metadata.replaced",
  "put.limitless": "object.limit.put",
  "checksum.ignores-md5": "object.checksum.md5",
  "checksum.ignores-crc32c": "object.checksum.crc32c",
  "checksum.ignores-crc64nvme": "object.checksum.crc64nvme",
  "checksum.stale-md5": "object.checksum.md5-returned",
  "checksum.stale-crc32c": "object.checksum.crc32c-returned",
  "checksum.stale-crc64nvme": "object.checksum.crc64nvme-returned",
  "multipart.any-etag": "object.multipart.wrong-etag",
  "multipart.listed": "object.multipart.leftover",
  "multipart.many-parts": "object.multipart.part-numbers",
  "multipart.drops-small": "object.multipart.small-part",
  "multipart.loses-part": "object.multipart.head",
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

/** The outcome of one case over `backend`. */
export async function outcomeOf(backend: Backend, id: string) {
  const { results } = await runConformance(backend, {
    seed: SEED,
    select: (each) => each === id,
  });
  assertEquals(results.length, 1, `${id} ran`);
  return results[0]?.outcome;
}

/** One test per lie of these cases: honest it holds, lying it is broken. */
export function testCanaries(cases: readonly ConformanceCase[]): void {
  for (const { id, when, proves } of cases) {
    if (when === "undeclared") {
      Deno.test(`canary: ${id} catches a call that is done all the same`, () =>
        withHonest(proves === "sync", async (honest) => {
          const hiding = new HidingBackend(honest, proves);
          assertEquals(await outcomeOf(hiding, id), "broken");
        }));
      continue;
    }
    const lies = listLies().filter(({ name }) => CANARIES[name] === id);
    assert(lies.length > 0, `${id} has no lie that it must catch`);
    for (const { name, text } of lies) {
      Deno.test(`canary: ${id} catches "${name}" (${text})`, () =>
        assertCaught(id, name));
    }
  }
}

/** Holds the lies of a table to the truth while they are not due. */
export function testTruthful(lies: Readonly<Record<string, unknown>>): void {
  for (const { name } of listLies()) {
    const id = CANARIES[name] ?? "object.put.facts";
    if (!(name in lies)) continue;
    Deno.test(`"${name}" tells the truth until it is due`, () =>
      withHonest(id === "object.sync.keeps", async (honest) => {
        const liar = new FaultBackend(honest, { lie: name, after: Infinity });
        assertEquals(await outcomeOf(liar, id), "held");
        assertEquals(liar.fired, 0);
      }));
  }
}

async function assertCaught(id: string, lie: LieName): Promise<void> {
  const needsSync = id === "object.sync.keeps";
  await withHonest(needsSync, async (honest) => {
    assertEquals(await outcomeOf(honest, id), "held");
  });
  await withHonest(needsSync, async (honest) => {
    const liar = new FaultBackend(honest, { lie, seed: SEED });
    assertEquals(await outcomeOf(liar, id), "broken");
    assert(liar.fired > 0);
  });
}
