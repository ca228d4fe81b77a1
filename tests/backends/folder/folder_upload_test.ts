import { assertEquals } from "@std/assert";
import { FolderBackend } from "../../../backends/folder/folder_backend.ts";
import { DiskCore } from "../_disk_core.ts";
import { assertKind } from "../_rejects.ts";
import { withScratch } from "../_scratch.ts";

async function withUpload(
  body: (backend: FolderBackend, staged: () => number) => Promise<void>,
  makeCore: (root: string) => DiskCore = () => new DiskCore(),
): Promise<void> {
  await withScratch(async (root) => {
    const url = `file://${root}`;
    const core = makeCore(root);
    const backend = new FolderBackend({ url, root, core, direct: false });
    const staged = () => {
      try {
        return [...Deno.readDirSync(`${root}/.stor-verify`)].length;
      } catch {
        return 0;
      }
    };
    await body(backend, staged);
    await backend.close();
  });
}

Deno.test("parts lie aside until complete, and none stays after it", async () => {
  await withUpload(async (backend, staged) => {
    const upload = await backend.upload("k");
    const second = await upload.put(2, new Uint8Array([2]));
    const first = await upload.put(1, new Uint8Array([1]));
    assertEquals(staged(), 2);
    assertEquals((await backend.list()).objects, []);
    await upload.complete([second, first]);
    assertEquals(staged(), 0);
    assertEquals(await backend.get("k"), new Uint8Array([1, 2]));
    await assertKind(() => upload.put(3, new Uint8Array(1)), "NotFound");
  });
});

Deno.test("a part that is put again takes the first one's place", async () => {
  await withUpload(async (backend, staged) => {
    const upload = await backend.upload("k");
    await upload.put(1, new Uint8Array([1]));
    await upload.put(1, new Uint8Array([2]));
    assertEquals(staged(), 1);
    await upload.abort();
    assertEquals(staged(), 0);
  });
});

Deno.test("a completion that fails can be tried again", async () => {
  await withUpload(async (backend) => {
    const upload = await backend.upload("k");
    const part = await upload.put(1, new Uint8Array([1]));
    const wrong = { number: 2, etag: "x" };
    const complete = () => upload.complete([part, wrong]);
    await assertKind(complete, "PreconditionFailed");
    await upload.complete([part]);
    assertEquals((await backend.head("k")).sizeBytes, 1);
  });
});

/** Takes away what is staged as soon as a name was made durable. */
class TidyingCore extends DiskCore {
  readonly #root: string;

  constructor(root: string) {
    super();
    this.#root = root;
  }

  override async pathSync(path: string): Promise<void> {
    await super.pathSync(path);
    const folder = `${this.#root}/.stor-verify`;
    for (const { name } of Deno.readDirSync(folder)) {
      Deno.removeSync(`${folder}/${name}`);
    }
  }
}

Deno.test("a published object counts, also when its parts stay behind", async () => {
  await withUpload(async (backend) => {
    const upload = await backend.upload("k");
    const part = await upload.put(1, new Uint8Array([1]));
    const facts = await upload.complete([part]);
    assertEquals(facts.sizeBytes, 1);
    assertEquals(await backend.get("k"), new Uint8Array([1]));
    await assertKind(() => upload.complete([part]), "NotFound");
  }, (root) => new TidyingCore(root));
});
