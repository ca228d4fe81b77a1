/** ListParts and ListMultipartUploads: what is on its way. */
import { keyBytes } from "../../key.ts";
import type { XmlElement } from "../xml.ts";
import { checksumLabel } from "./checksum.ts";
import { uploadOf } from "./multipart_upload.ts";
import { quoted } from "./object_headers.ts";
import {
  bucketOf,
  countOf,
  queryOf,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import type { OpenUpload } from "./uploads.ts";

const LIMIT = { min: 1, max: 2 ** 31 - 1, absent: 1000 };

/** By number, behind `part-number-marker`. */
export const listParts: S3Operation = (call) => {
  const upload = uploadOf(call);
  const limit = Math.min(1000, countOf(call, "max-parts", LIMIT));
  const marker = countOf(call, "part-number-marker", {
    min: 0,
    max: 10_000,
    absent: 0,
  });
  const parts = [...upload.parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const page = parts.slice(0, limit);
  return xmlAnswer(["ListPartsResult", [
    ["Bucket", upload.bucket.name],
    ["Key", upload.key],
    ["UploadId", upload.id],
    ["PartNumberMarker", marker],
    ["NextPartNumberMarker", page.at(-1)?.number ?? 0],
    ["MaxParts", limit],
    ["IsTruncated", parts.length > page.length],
    ...announced(upload),
    ...page.map((part): XmlElement => ["Part", [
      ["PartNumber", part.number],
      ["LastModified", new Date(part.modifiedMs).toISOString()],
      ["ETag", quoted(part.etag)],
      ["Size", part.sizeBytes],
      ...(part.checksum === undefined ? [] : [
        [
          `Checksum${checksumLabel(part.checksum.name)}`,
          part.checksum.base64,
        ] as const,
      ]),
    ]]),
  ]]);
};

/** By key, then by start, behind the two markers. */
export const listMultipartUploads: S3Operation = (call) => {
  const bucket = bucketOf(call);
  const prefix = queryOf(call, "prefix") ?? "";
  const limit = Math.min(1000, countOf(call, "max-uploads", LIMIT));
  const keyMarker = queryOf(call, "key-marker") ?? "";
  const idMarker = queryOf(call, "upload-id-marker") ?? "";
  const all = call.uploads.ofBucket(bucket)
    .filter(({ key }) => key.startsWith(prefix))
    .map((upload) => ({ upload, order: keyBytes(upload.key) }))
    .sort((a, b) =>
      a.order < b.order
        ? -1
        : a.order > b.order
        ? 1
        : a.upload.startedMs - b.upload.startedMs
    )
    .map(({ upload }) => upload);
  const at = all.findIndex(({ key, id }) =>
    key === keyMarker && id === idMarker
  );
  const rest = idMarker !== "" && at >= 0
    ? all.slice(at + 1)
    : all.filter(({ key }) => keyBytes(key) > keyBytes(keyMarker));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return xmlAnswer(["ListMultipartUploadsResult", [
    ["Bucket", bucket.name],
    ["Prefix", prefix],
    ["KeyMarker", keyMarker],
    ["UploadIdMarker", idMarker],
    ["NextKeyMarker", last?.key ?? ""],
    ["NextUploadIdMarker", last?.id ?? ""],
    ["MaxUploads", limit],
    ["IsTruncated", rest.length > page.length],
    ...page.map((upload): XmlElement => ["Upload", [
      ["Key", upload.key],
      ["UploadId", upload.id],
      ["Initiated", new Date(upload.startedMs).toISOString()],
      ["StorageClass", "STANDARD"],
      ...announced(upload),
    ]]),
  ]]);
};

/** The checksum that the parts were said to have. */
function announced({ checksum }: OpenUpload): XmlElement[] {
  if (checksum === undefined) return [];
  return [
    ["ChecksumAlgorithm", checksumLabel(checksum.name)],
    ["ChecksumType", checksum.type],
  ];
}
