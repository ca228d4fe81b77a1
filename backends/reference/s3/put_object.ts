/** PutObject and CopyObject: a new version of a key, from bytes or another. */
import { receiveBlob } from "./receive_blob.ts";
import { judgeWrite } from "./conditions.ts";
import { copySource } from "./copy_source.ts";
import { checksumHeaders, keptHeaders, quoted } from "./object_headers.ts";
import {
  bucketOf,
  headerOf,
  keyOf,
  type S3Call,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { Draft, Version } from "./version.ts";

/** The body becomes the object, whole or not at all. */
export const putObject: S3Operation = async (call) => {
  const bucket = bucketOf(call);
  const key = keyOf(call);
  const headers = keptHeaders(call);
  const { blob, md5, checksum } = await receiveBlob(call);
  const version = publish(call, { bucket, key }, {
    etag: md5.toHex(),
    sizeBytes: blob.sizeBytes,
    headers,
    blobs: [blob],
    ...(checksum === undefined
      ? {}
      : { checksum: { ...checksum, type: "FULL_OBJECT" } }),
  });
  return {
    status: 200,
    headers: [
      ["ETag", quoted(version.etag)],
      ...checksumHeaders(version.checksum),
    ],
  };
};

/** Another name for the bytes of an object; metadata as the request says. */
export const copyObject: S3Operation = async (call) => {
  const bucket = bucketOf(call);
  const key = keyOf(call);
  const source = copySource(call);
  const replaces = directive(call) === "REPLACE";
  if (!replaces && source.key === key && source.bucket === bucket.name) {
    throw new S3Error("InvalidRequest", {
      message:
        "A copy of an object onto itself must change its metadata: send " +
        "x-amz-metadata-directive: REPLACE",
    });
  }
  const kept = keptHeaders(call);
  const release = call.store.pin(source);
  try {
    const blobs = await Promise.all(
      source.blobs.map((blob) => call.store.blobs.link(blob)),
    );
    const { etag, sizeBytes, checksum, parts } = source;
    const version = publish(call, { bucket, key }, {
      etag,
      sizeBytes,
      headers: replaces ? kept : source.headers,
      blobs,
      ...(checksum === undefined ? {} : { checksum }),
      ...(parts === undefined ? {} : { parts }),
    });
    return xmlAnswer(["CopyObjectResult", [
      ["ETag", quoted(version.etag)],
      ["LastModified", new Date(version.modifiedMs).toISOString()],
    ]]);
  } finally {
    release();
  }
};

/**
 * Makes a draft visible as the request and the mutants want it; takes its blobs
 * away when it does not become visible.
 */
export function publish(
  call: S3Call,
  place: Parameters<S3Call["store"]["commit"]>[0],
  draft: Draft,
): Version {
  const { store, mutants, about } = call;
  const current = store.find(place.bucket, place.key);
  const etag = mutants.decide("etag", draft.etag, { ...about, current });
  const told = { ...draft, etag };
  try {
    const isStored = mutants.decide("store", true, about);
    if (isStored) {
      return store.commit(place, told, (found) => judgeWrite(call, found));
    }
    judgeWrite(call, current);
    store.discard(draft.blobs);
    return {
      ...told,
      bucket: place.bucket.name,
      key: place.key,
      modifiedMs: call.nowMs(),
      sequence: store.sequence,
    };
  } catch (error) {
    store.discard(draft.blobs);
    throw error;
  }
}

function directive(call: S3Call): "COPY" | "REPLACE" {
  const text = headerOf(call, "x-amz-metadata-directive") ?? "COPY";
  if (text === "COPY" || text === "REPLACE") return text;
  throw new S3Error("InvalidArgument", {
    message: "x-amz-metadata-directive must be COPY or REPLACE",
    details: [["ArgumentValue", text]],
  });
}
