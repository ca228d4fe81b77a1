import { assertEquals } from "@std/assert";
import { chunkStream } from "../../../backends/stream.ts";
import { assertKind } from "../_rejects.ts";
import { withAzure } from "./_reference.ts";

const BLOCK_BYTES = 8 << 20;

Deno.test("putBlobStream() joins blocks around the size of a block", async () => {
  await withAzure(async ({ backend, client }) => {
    for (
      const [size, blocks] of [[3, 0], [BLOCK_BYTES, 0], [
        BLOCK_BYTES + 1,
        2,
      ]] as const
    ) {
      const bytes = new Uint8Array(size).fill(size % 251);
      const facts = await backend.putStream("k", chunkStream(bytes));
      assertEquals(facts.sizeBytes, size);
      assertEquals((await backend.get("k")).length, size);
      const { committedBlocks = [] } = await client.blob("p/k")
        .getBlockList("committed");
      assertEquals(committedBlocks.length, blocks);
    }
  });
});

Deno.test("putBlobStream() leaves what was there when the stream fails", async () => {
  await withAzure(async ({ backend }) => {
    await backend.put("k", new Uint8Array([1]));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent > 2 * BLOCK_BYTES) {
          controller.error(new Error("source is gone"));
        } else controller.enqueue(new Uint8Array(1 << 20));
        sent += 1 << 20;
      },
    });
    const error = await assertKind(
      () => backend.putStream("k", body),
      "Unexpected",
    );
    assertEquals(error.message.includes("source is gone"), true);
    assertEquals(await backend.get("k"), new Uint8Array([1]));
  });
});
