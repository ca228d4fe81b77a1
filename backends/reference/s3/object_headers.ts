/**
 * Headers that belong to an object: which of a request are kept with it, and
 * how it is described in an answer. Fails with an `S3Error` for a header whose
 * promise this endpoint does not keep: ignoring it would be a lie.
 */
import { headerOf, type S3Call } from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { Draft, ObjectChecksum, Version } from "./version.ts";

const KEPT = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

const NOT_KEPT = [
  /^x-amz-server-side-encryption/,
  /^x-amz-object-lock-/,
  /^x-amz-grant-/,
  /^x-amz-tagging/,
  /^x-amz-website-/,
];

/** Of all metadata, names and values. */
const METADATA_BYTES_MAX = 2048;

/** What is answered as it came. */
export function keptHeaders(call: S3Call): Draft["headers"] {
  const { headers } = call.request;
  for (const name of headers.keys()) {
    if (NOT_KEPT.some((pattern) => pattern.test(name))) {
      throw new S3Error("NotImplemented", { details: [["Header", name]] });
    }
  }
  const metadata = [...headers].filter(([name]) =>
    name.startsWith("x-amz-meta-")
  );
  const bytes = metadata.reduce(
    (total, [name, value]) =>
      total + name.length - "x-amz-meta-".length + value.length,
    0,
  );
  if (bytes > METADATA_BYTES_MAX) {
    throw new S3Error("MetadataTooLarge", {
      details: [["Size", bytes], ["MaxSizeAllowed", METADATA_BYTES_MAX]],
    });
  }
  const plain = KEPT.flatMap((name) => {
    const value = keptValue(call, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return [...plain, ...metadata];
}

/** What an answer says of an object, its range and its status aside. */
export function describeVersion(
  call: S3Call,
  version: Version,
): [string, string][] {
  const wantsChecksum =
    headerOf(call, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  return [
    ["ETag", quoted(version.etag)],
    ["Last-Modified", new Date(version.modifiedMs).toUTCString()],
    ["Accept-Ranges", "bytes"],
    ...version.headers.map(([name, value]): [string, string] => [name, value]),
    ...(wantsChecksum ? checksumHeaders(version.checksum) : []),
  ];
}

/** `x-amz-checksum-NAME` and its type; nothing for an object without. */
export function checksumHeaders(
  checksum: ObjectChecksum | undefined,
): [string, string][] {
  if (checksum === undefined) return [];
  return [
    [`x-amz-checksum-${checksum.name}`, checksum.base64],
    ["x-amz-checksum-type", checksum.type],
  ];
}

/** An ETag as headers and documents carry it. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}

function keptValue(call: S3Call, name: string): string | undefined {
  const value = headerOf(call, name);
  if (name === "content-type") return value || "binary/octet-stream";
  if (name !== "content-encoding") return value;
  // The frame of the request is not part of the object.
  const codings = value?.split(",").map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "aws-chunked");
  return codings?.join(",") || undefined;
}
