import { assert, assertEquals } from "@std/assert";
import { BlobFolder } from "../../../../backends/reference/blob_folder.ts";
import { BlobRecords } from "../../../../backends/reference/azure/blob_records.ts";
import {
  type BlobPiece,
  BlobState,
  type BlobVersion,
} from "../../../../backends/reference/azure/blob_state.ts";
import { withScratch } from "../../_scratch.ts";

async function withState(
  body: (state: BlobState, files: () => number) => Promise<void>,
  keepsPrevious = false,
): Promise<void> {
  await withScratch(async (root) => {
    const [blobs, saved] = [`${root}/blobs`, `${root}/saved`];
    Deno.mkdirSync(blobs);
    const state = new BlobState({
      folder: new BlobFolder(blobs),
      records: new BlobRecords(saved),
      nowMs: () => 1,
      keepsPrevious,
    });
    await state.load();
    await body(state, () => [...Deno.readDirSync(blobs)].length);
  });
}

async function pieceOf(state: BlobState): Promise<BlobPiece> {
  async function* one() {
    yield await Promise.resolve(new Uint8Array([1]));
  }
  return await state.folder.write(one());
}

function versionOf(pieces: readonly BlobPiece[]): BlobVersion {
  return {
    name: "k",
    pieces,
    sizeBytes: pieces.length,
    etag: "",
    createdMs: 0,
    modifiedMs: 0,
    contentType: "",
    headers: [],
    metadata: [],
  };
}

Deno.test("BlobState removes the files of a version once nobody reads it", async () => {
  await withState(async (state, files) => {
    const container = state.makeContainer("box");
    const first = versionOf([await pieceOf(state)]);
    state.replace(container, first);
    state.hold(first.pieces);
    state.replace(container, versionOf([await pieceOf(state)]));
    await state.settle();
    assertEquals(files(), 2);
    state.release(first.pieces);
    await state.settle();
    assertEquals(files(), 1);
  });
});

Deno.test("BlobState keeps the files that two blobs share", async () => {
  await withState(async (state, files) => {
    const container = state.makeContainer("box");
    const piece = await pieceOf(state);
    state.replace(container, versionOf([piece]));
    state.replace(container, { ...versionOf([piece]), name: "copy" });
    state.drop(container, "k");
    await state.settle();
    assertEquals(files(), 1);
    state.dropContainer(container);
    await state.settle();
    assertEquals([files(), state.containers.size], [0, 0]);
  });
});

Deno.test("BlobState forgets blocks with the commit that passes them over", async () => {
  await withState(async (state, files) => {
    const container = state.makeContainer("box");
    const [used, unused] = [await pieceOf(state), await pieceOf(state)];
    state.stage(container, "k", { ...used, blockId: "a" });
    state.stage(container, "k", { ...unused, blockId: "b" });
    state.stage(container, "k", { ...await pieceOf(state), blockId: "b" });
    state.replace(container, versionOf([used]));
    await state.settle();
    assertEquals([files(), container.staged.size], [1, 0]);
  });
});

Deno.test("BlobState keeps one version back where a mutant may want it", async () => {
  await withState(async (state, files) => {
    const container = state.makeContainer("box");
    for (let round = 0; round < 4; round++) {
      state.replace(container, versionOf([await pieceOf(state)]));
    }
    await state.settle();
    assertEquals(files(), 2);
    assert(container.previous.has("k"));
  }, true);
});

Deno.test("BlobState gives no ETag twice", async () => {
  await withState(async (state) => {
    const tags = Array.from({ length: 1000 }, () => state.newEtag());
    assertEquals(new Set(tags).size, 1000);
    await state.settle();
  });
});
