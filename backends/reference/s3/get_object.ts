/** GetObject and HeadObject: an object, whole, by range or by part. */
import type { BlobFile } from "../blob_folder.ts";
import { type HttpRange, parseHttpRange } from "../byte_range.ts";
import type { Answer, AnswerStream } from "../http/answer.ts";
import { type Spoil, spoiled } from "../spoil.ts";
import { judgeRead } from "./conditions.ts";
import { describeVersion } from "./object_headers.ts";
import {
  bucketOf,
  countOf,
  headerOf,
  keyOf,
  queryOf,
  type S3Call,
  type S3Operation,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { Version } from "./version.ts";

/** Streams from the blobs that the version had when the answer began. */
export const getObject: S3Operation = (call) => {
  const found = readPlan(call);
  const { version, range, headers } = found;
  const about = { ...call.about, version };
  const blobs = call.mutants.decide("blobs", version.blobs, about);
  const start = call.mutants.decide("rangeStart", range.start, about);
  const sizeBytes = Math.min(
    range.end - range.start,
    Math.max(0, totalBytes(blobs) - start),
  );
  const spoil = call.mutants.decide("bytes", undefined, {
    ...about,
    sizeBytes,
  });
  const body = streamOf(call, version, {
    blobs,
    range: { start, end: start + sizeBytes },
    spoil,
  });
  return { status: found.status, headers, body };
};

/** Everything that GetObject says but the bytes. */
export const headObject: S3Operation = (call): Answer => {
  const { status, headers, range } = readPlan(call);
  return { status, headers, headBytes: range.end - range.start };
};

interface ReadPlan {
  readonly status: 200 | 206;
  readonly version: Version;
  readonly range: HttpRange;
  readonly headers: readonly (readonly [string, string])[];
}

function readPlan(call: S3Call): ReadPlan {
  const bucket = bucketOf(call);
  const key = keyOf(call);
  const version = call.mutants.decide(
    "read",
    call.store.find(bucket, key),
    call.about,
  );
  if (version === undefined) {
    throw new S3Error("NoSuchKey", { details: [["Key", key]] });
  }
  judgeRead(call, version);
  const part = partRange(call, version);
  const range = part ??
    parseHttpRange(headerOf(call, "range"), version.sizeBytes);
  if (range === "unsatisfiable") {
    throw new S3Error("InvalidRange", {
      headers: [["Content-Range", `bytes */${version.sizeBytes}`]],
      details: [
        ["RangeRequested", headerOf(call, "range") ?? ""],
        ["ActualObjectSize", version.sizeBytes],
      ],
    });
  }
  const headers = overridden(call, describeVersion(call, version));
  if (range === undefined) {
    const whole = { start: 0, end: version.sizeBytes };
    return { status: 200, version, range: whole, headers };
  }
  const last = `${range.start}-${range.end - 1}/${version.sizeBytes}`;
  const parts = part === undefined ? [] : [
    ["x-amz-mp-parts-count", String(version.parts?.length ?? 1)] as const,
  ];
  return {
    status: 206,
    version,
    range,
    headers: [
      // The checksum is that of the whole object.
      ...headers.filter(([name]) => !name.startsWith("x-amz-checksum-")),
      ["Content-Range", `bytes ${last}`],
      ...parts,
    ],
  };
}

function partRange(call: S3Call, version: Version): HttpRange | undefined {
  if (queryOf(call, "partNumber") === undefined) return undefined;
  const number = countOf(call, "partNumber", {
    min: 1,
    max: 10_000,
    absent: 1,
  });
  const parts = version.parts ?? [{ number: 1, sizeBytes: version.sizeBytes }];
  const index = number - 1;
  const part = parts[index];
  if (part === undefined) throw new S3Error("InvalidRange");
  if (part.sizeBytes === 0) return undefined;
  const start = parts.slice(0, index)
    .reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  return { start, end: start + part.sizeBytes };
}

/** `response-content-type` and the like take the place of kept headers. */
function overridden(
  call: S3Call,
  headers: [string, string][],
): [string, string][] {
  const given = call.target.query
    .filter(([name]) => name.startsWith("response-"))
    .map(([name, value]): [string, string] => [
      name.replace("response-", ""),
      value,
    ]);
  const names = given.map(([name]) => name);
  return [...headers.filter(([name]) => !names.includes(name)), ...given];
}

function streamOf(
  { store }: S3Call,
  version: Version,
  { blobs, range, spoil }: {
    readonly blobs: readonly BlobFile[];
    readonly range: HttpRange;
    readonly spoil: Spoil | undefined;
  },
): AnswerStream {
  const close = store.pin(version);
  const honest = store.blobs.read(blobs, range);
  const chunks = spoil === undefined ? honest : spoiled(honest, spoil);
  return { sizeBytes: range.end - range.start, chunks, close };
}

function totalBytes(blobs: readonly BlobFile[]): number {
  return blobs.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
