/**
 * Puts a stream: in one request when it is short, else as blocks, which show
 * only when their list is committed. A stream that fails leaves what was there.
 */
import { Buffer } from "node:buffer";
import type { BlockBlobClient } from "@azure/storage-blob";
import type { ObjectFacts } from "../contract.ts";
import type { Attempt } from "../object_failure.ts";
import { bodyChunks } from "../stream.ts";
import { factsOf } from "./azure_facts.ts";
import { blockId, newUploadId } from "./azure_upload.ts";

/**
 * Bytes of a block. 50,000 of them are the most of a blob, so half of it would
 * end at 195 GiB; double would hold twice the memory for no more speed.
 */
const BLOCK_BYTES = 8 << 20;

/** Fails as the SDK does, or with the failure of the body. */
export async function putBlobStream(put: {
  readonly at: Attempt;
  readonly body: ReadableStream<Uint8Array>;
  readonly blob: BlockBlobClient;
}): Promise<ObjectFacts> {
  const { at, blob } = put;
  const uploadId = newUploadId();
  const ids: string[] = [];
  const stage = async (block: Buffer) => {
    const id = blockId(uploadId, ids.length + 1);
    await blob.stageBlock(id, block, block.length);
    ids.push(id);
  };
  let sizeBytes = 0;
  let last: Buffer | undefined;
  for await (const block of blocksOf(bodyChunks(at, put.body))) {
    if (last !== undefined) await stage(last);
    sizeBytes += block.length;
    last = block;
  }
  last ??= Buffer.alloc(0);
  if (ids.length === 0) {
    const answer = await blob.upload(last, last.length);
    return factsOf(at.key, sizeBytes, answer);
  }
  await stage(last);
  return factsOf(at.key, sizeBytes, await blob.commitBlockList(ids));
}

/** The chunks as blocks of full size; the last one may be shorter. */
async function* blocksOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let block = Buffer.alloc(BLOCK_BYTES);
  let used = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + BLOCK_BYTES - used);
      block.set(piece, used);
      used += piece.length;
      at += piece.length;
      if (used < BLOCK_BYTES) continue;
      yield block;
      block = Buffer.alloc(BLOCK_BYTES);
      used = 0;
    }
  }
  if (used > 0) yield block.subarray(0, used);
}
