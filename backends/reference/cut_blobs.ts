/** Stretches of bytes that lie in several blobs, and how some of them lie. */
import type { BlobFile } from "./blob_folder.ts";

/** The bytes from `start` to before `end` of blobs one after another. */
export function cutBlobs(
  blobs: readonly BlobFile[],
  start: number,
  end: number,
): BlobFile[] {
  let offset = 0;
  return blobs.flatMap((blob) => {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, blob.sizeBytes);
    offset += blob.sizeBytes;
    if (from >= to) return [];
    const skipBytes = (blob.skipBytes ?? 0) + from;
    return [{ name: blob.name, skipBytes, sizeBytes: to - from }];
  });
}

/** Old bytes behind new ones: what a reader of both versions at once gets. */
export function mixBlobs(
  current: readonly BlobFile[],
  past: readonly BlobFile[],
): readonly BlobFile[] | undefined {
  const sizeBytes = sizeOf(current);
  const half = Math.floor(sizeBytes / 2);
  if (sizeOf(past) < sizeBytes || half === 0) return undefined;
  return [
    ...cutBlobs(current, 0, half),
    ...cutBlobs(past, half, sizeBytes),
  ];
}

/** Zeros from the middle on, as a body of `sizeBytes` passes in chunks. */
export function zeroTail(
  sizeBytes: number,
):
  | { readonly value: (chunk: Uint8Array, offsetBytes: number) => void }
  | undefined {
  const half = Math.floor(sizeBytes / 2);
  if (half === 0) return undefined;
  return {
    value: (chunk, offsetBytes) => {
      chunk.fill(0, Math.min(chunk.length, Math.max(0, half - offsetBytes)));
    },
  };
}

function sizeOf(blobs: readonly BlobFile[]): number {
  return blobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
