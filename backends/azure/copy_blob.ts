/**
 * Copies inside the service, so that the target appears whole or not at all:
 * in one synchronous step as far as the service takes one, beyond that block
 * by block. A source that changes meanwhile fails the copy.
 */
import type { BlockBlobClient } from "@azure/storage-blob";
import type { BlobAnswer } from "./azure_facts.ts";
import type { CopySource } from "./azure_client.ts";
import { blockId } from "./azure_upload.ts";

/** The most that the service copies in one synchronous step. */
const STEP_BYTES_MAX = 256 << 20;

/** Fails as the SDK does. */
export async function copyBlob(copy: {
  readonly source: BlockBlobClient;
  /** The source as the service reads it. */
  readonly read: () => Promise<CopySource>;
  readonly target: BlockBlobClient;
  /** 16 characters that no upload has. */
  readonly id: string;
  /** For tests; the service's own limit when absent. */
  readonly stepBytesMax?: number;
}): Promise<BlobAnswer & { readonly sizeBytes: number }> {
  const { source, target, stepBytesMax = STEP_BYTES_MAX } = copy;
  const { contentLength: sizeBytes = 0, etag } = await source.getProperties();
  const { url, authorization } = await copy.read();
  const sourceConditions = etag === undefined ? {} : { ifMatch: etag };
  const authorized = authorization === undefined
    ? {}
    : { sourceAuthorization: authorization };
  if (sizeBytes <= stepBytesMax) {
    const answer = await target.syncCopyFromURL(url, {
      sourceConditions,
      ...authorized,
    });
    const { lastModified } = answer;
    return { sizeBytes, etag: answer.etag, lastModified };
  }
  const ids: string[] = [];
  for (let at = 0; at < sizeBytes; at += stepBytesMax) {
    const id = blockId(copy.id, ids.length + 1);
    const count = Math.min(stepBytesMax, sizeBytes - at);
    await target.stageBlockFromURL(id, url, at, count, {
      ...authorized,
    });
    ids.push(id);
  }
  // The blocks came in several steps: only one etag for all makes them one.
  const after = await source.getProperties();
  if (after.etag !== etag) {
    throw Object.assign(new Error("the source changed"), { statusCode: 412 });
  }
  const answer = await target.commitBlockList(ids);
  return { sizeBytes, etag: answer.etag, lastModified: answer.lastModified };
}
