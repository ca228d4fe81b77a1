/** The promises of backends/mem_upload.ts. */
import { assertEquals } from "@std/assert";
import { memUpload } from "../../backends/mem_upload.ts";
import { assertKind } from "./_rejects.ts";

function setUp() {
  const stored: Uint8Array[] = [];
  const upload = memUpload({
    id: "mem-1",
    key: "k",
    url: "mem:",
    store: (bytes) => {
      stored.push(bytes);
      return { key: "k", sizeBytes: bytes.length, etag: "v1", modifiedMs: 0 };
    },
  });
  return { stored, upload };
}

Deno.test("memUpload() joins copies of its parts, once", async () => {
  const { stored, upload } = setUp();
  const bytes = new Uint8Array([2]);
  const second = await upload.put(2, bytes);
  bytes.fill(9);
  const first = await upload.put(1, new Uint8Array([1]));
  await upload.complete([second, first]);
  assertEquals(stored, [new Uint8Array([1, 2])]);
  await assertKind(() => upload.complete([second, first]), "NotFound");
  assertEquals(stored.length, 1);
});

Deno.test("memUpload() can be completed after a completion that was refused", async () => {
  const { stored, upload } = setUp();
  const part = await upload.put(1, new Uint8Array([1]));
  const refused = [[], [part, part], [{ number: 2, etag: "x" }]];
  for (const parts of refused) {
    await assertKind(() => upload.complete(parts), "PreconditionFailed");
  }
  await upload.complete([part]);
  assertEquals(stored.length, 1);
});

Deno.test("memUpload() stores nothing of what was aborted", async () => {
  const { stored, upload } = setUp();
  const part = await upload.put(1, new Uint8Array([1]));
  await upload.abort();
  await assertKind(() => upload.complete([part]), "NotFound");
  await assertKind(() => upload.put(2, new Uint8Array(1)), "NotFound");
  assertEquals(stored, []);
});
