/** Writes the bytes of a request aside, checked; nothing refers to them yet. */
import type { BlobFile } from "../blob_folder.ts";
import type { Checksum, ChecksumName } from "./checksum.ts";
import { Payload } from "./payload.ts";
import type { S3Call } from "./s3_call.ts";

export interface ReceivedBlob {
  readonly blob: BlobFile;
  readonly md5: Uint8Array;
  /** What the sender told and was right about, or the one asked for. */
  readonly checksum?: Checksum;
}

/** Leaves nothing behind when it fails. `also` is computed if none was told. */
export async function receiveBlob(
  call: S3Call,
  also?: ChecksumName,
): Promise<ReceivedBlob> {
  const payload = new Payload(call, {
    bytesMax: call.limits.putBytesMax,
    ...(also === undefined ? {} : { also }),
  });
  const blob = await call.store.blobs.write(payload.chunks());
  const checksum = payload.checksum();
  return {
    blob,
    md5: payload.md5(),
    ...(checksum === undefined ? {} : { checksum }),
  };
}
