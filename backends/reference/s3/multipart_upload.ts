/** Uploads in parts up to their completion: start, put a part, copy one, end. */
import { type HttpRange, parseHttpRange } from "../byte_range.ts";
import {
  checksumLabel,
  checksumName,
  type ChecksumType,
  startDigest,
} from "./checksum.ts";
import { copySource } from "./copy_source.ts";
import { keptHeaders, quoted } from "./object_headers.ts";
import { receiveBlob } from "./receive_blob.ts";
import {
  bucketOf,
  countOf,
  headerOf,
  keyOf,
  queryOf,
  type S3Call,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { OpenUpload, StoredPart } from "./uploads.ts";

const PART_NUMBER_MAX = 10_000;

/** The upload that `uploadId` names. Fails with `NoSuchUpload`. */
export function uploadOf(call: S3Call): OpenUpload {
  const id = queryOf(call, "uploadId") ?? "";
  return call.uploads.find(id, bucketOf(call), keyOf(call));
}

/** Headers of the object are those of this request, not of its parts. */
export const createMultipartUpload: S3Operation = (call) => {
  const bucket = bucketOf(call);
  const key = keyOf(call);
  const checksum = askedChecksum(call);
  const upload = call.uploads.start({
    bucket,
    key,
    headers: keptHeaders(call),
    startedMs: call.nowMs(),
    ...(checksum === undefined ? {} : { checksum }),
  });
  return xmlAnswer(
    ["InitiateMultipartUploadResult", [
      ["Bucket", bucket.name],
      ["Key", key],
      ["UploadId", upload.id],
    ]],
    checksum === undefined ? [] : [
      ["x-amz-checksum-algorithm", checksumLabel(checksum.name)],
      ["x-amz-checksum-type", checksum.type],
    ],
  );
};

/** A second put of a number takes the place of the first. */
export const uploadPart: S3Operation = async (call) => {
  const upload = uploadOf(call);
  const number = partNumber(call);
  const { blob, md5, checksum } = await receiveBlob(
    call,
    upload.checksum?.name,
  );
  const told = upload.checksum?.name;
  if (told !== undefined && checksum?.name !== told) {
    call.store.discard([blob]);
    throw new S3Error("InvalidRequest", {
      message: `The part carries ${told}, but the upload was begun with ` +
        (checksum?.name ?? "no checksum"),
    });
  }
  const part = putPart(call, upload, {
    number,
    etag: md5.toHex(),
    sizeBytes: blob.sizeBytes,
    modifiedMs: call.nowMs(),
    blobs: [blob],
    ...(checksum === undefined ? {} : { checksum }),
  });
  return {
    status: 200,
    headers: [
      ["ETag", quoted(part.etag)],
      ...(checksum === undefined
        ? []
        : [[`x-amz-checksum-${checksum.name}`, checksum.base64] as const]),
    ],
  };
};

/** The bytes of another object, or a range of them, as a part. */
export const uploadPartCopy: S3Operation = async (call) => {
  const upload = uploadOf(call);
  const number = partNumber(call);
  const source = copySource(call);
  const range = sourceRange(call, source.sizeBytes);
  const md5 = startDigest("md5");
  const checksum = upload.checksum && startDigest(upload.checksum.name);
  const release = call.store.pin(source);
  const chunks = call.store.blobs.read(source.blobs, range);
  async function* copied() {
    for await (const chunk of chunks) {
      md5.update(chunk);
      checksum?.update(chunk);
      yield chunk;
    }
  }
  const blob = await call.store.blobs.write(copied()).finally(release);
  const part = putPart(call, upload, {
    number,
    etag: md5.digest().toHex(),
    sizeBytes: blob.sizeBytes,
    modifiedMs: call.nowMs(),
    blobs: [blob],
    ...(upload.checksum === undefined || checksum === undefined ? {} : {
      checksum: {
        name: upload.checksum.name,
        base64: checksum.digest().toBase64(),
      },
    }),
  });
  return xmlAnswer(["CopyPartResult", [
    ["ETag", quoted(part.etag)],
    ["LastModified", new Date(part.modifiedMs).toISOString()],
  ]]);
};

/** Its parts are gone; a part that arrives later finds no upload. */
export const abortMultipartUpload: S3Operation = (call) => {
  const place = { bucket: bucketOf(call), key: keyOf(call) };
  const isLate = call.mutants.decide("lateAbort", false, {
    ...call.about,
    isOpen: call.uploads.isOpen(queryOf(call, "uploadId") ?? ""),
    current: call.store.find(place.bucket, place.key),
  });
  if (isLate) {
    call.store.delete(place);
    return { status: 204, headers: [] };
  }
  call.uploads.end(uploadOf(call), []);
  return { status: 204, headers: [] };
};

/** Unlike the range of a read, it may not end behind the object. */
function sourceRange(call: S3Call, sizeBytes: number): HttpRange {
  const text = headerOf(call, "x-amz-copy-source-range");
  if (text === undefined) return { start: 0, end: sizeBytes };
  const range = parseHttpRange(text, Infinity);
  const isWhole = /^bytes=\d+-\d+$/.test(text) && typeof range === "object";
  if (!isWhole) {
    throw new S3Error("InvalidArgument", {
      message:
        "x-amz-copy-source-range must be bytes=FIRST-LAST, both counted " +
        "from 0",
    });
  }
  if (range.end <= sizeBytes) return range;
  throw new S3Error("InvalidArgument", {
    message:
      `The range to copy ends behind the source, which has ${sizeBytes} ` +
      "bytes",
  });
}

function partNumber(call: S3Call): number {
  const range = { min: 1, max: PART_NUMBER_MAX, absent: 0 };
  const number = countOf(call, "partNumber", range);
  if (number > 0) return number;
  throw new S3Error("InvalidArgument", {
    message: `A part has a number from 1 to ${PART_NUMBER_MAX}`,
  });
}

function putPart(
  call: S3Call,
  upload: OpenUpload,
  part: StoredPart,
): StoredPart {
  if (!call.mutants.decide("store", true, call.about)) {
    call.store.discard(part.blobs);
    return part;
  }
  const before = upload.parts.get(part.number);
  const kept = before === undefined
    ? part
    : call.mutants.decide("replacedPart", part, { ...call.about, before });
  call.uploads.putPart(upload, kept);
  if (kept !== part) call.store.discard(part.blobs);
  return part;
}

function askedChecksum(call: S3Call): OpenUpload["checksum"] {
  const text = headerOf(call, "x-amz-checksum-algorithm");
  const asked = headerOf(call, "x-amz-checksum-type");
  if (text === undefined) return undefined;
  const name = checksumName(text);
  if (name === undefined) {
    throw new S3Error("InvalidRequest", {
      message: "This endpoint computes no checksum of that name",
    });
  }
  const isSum = name.startsWith("crc");
  const usual = name === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE";
  const type: ChecksumType | undefined = asked === undefined
    ? usual
    : asked === "FULL_OBJECT" && isSum
    ? "FULL_OBJECT"
    : asked === "COMPOSITE" && name !== "crc64nvme"
    ? "COMPOSITE"
    : undefined;
  if (type !== undefined) return { name, type };
  throw new S3Error("InvalidRequest", {
    message: `${name} gives no checksum of the type ${asked}`,
  });
}
