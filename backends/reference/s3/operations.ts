/**
 * Which operation a request is. A query that no operation knows is refused:
 * passing over `?acl` would answer another question than was asked.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from "./bucket_operations.ts";
import { completeMultipartUpload } from "./complete_upload.ts";
import { deleteObject, deleteObjects } from "./delete_objects.ts";
import { getObject, headObject } from "./get_object.ts";
import { listObjects, listObjectsV2 } from "./list_objects.ts";
import { listMultipartUploads, listParts } from "./list_uploads.ts";
import {
  abortMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from "./multipart_upload.ts";
import { copyObject, putObject } from "./put_object.ts";
import type { S3Operation } from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Target } from "./s3_target.ts";

/** One row of the table. */
export interface OperationEntry {
  /** As S3 calls it. */
  readonly name: string;
  readonly method: string;
  readonly scope: "service" | "bucket" | "object";
  /** Query parameters that make it this one. */
  readonly needs?: readonly string[];
  readonly may?: readonly string[];
  /** A header that makes it this one. */
  readonly header?: string;
  readonly writes?: true;
  readonly run: S3Operation;
}

const PAGE = ["prefix", "delimiter", "max-keys", "encoding-type"];
const RESPONSE = [
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
  "partNumber",
];
const COPY = "x-amz-copy-source";

const GET = { method: "GET" } as const;
const PUT = { method: "PUT", writes: true } as const;
const POST = { method: "POST", writes: true } as const;
const REMOVE = { method: "DELETE", writes: true } as const;
const BUCKET = { scope: "bucket" } as const;
const OBJECT = { scope: "object" } as const;
const UPLOAD = { ...OBJECT, needs: ["uploadId"] } as const;
const PART = { ...OBJECT, needs: ["partNumber", "uploadId"] } as const;

/** The first row that fits is taken: those that need more come first. */
const OPERATIONS: readonly OperationEntry[] = [
  {
    name: "ListBuckets",
    ...GET,
    scope: "service",
    may: ["prefix"],
    run: listBuckets,
  },
  {
    name: "GetBucketLocation",
    ...GET,
    ...BUCKET,
    needs: ["location"],
    run: getBucketLocation,
  },
  {
    name: "GetBucketVersioning",
    ...GET,
    ...BUCKET,
    needs: ["versioning"],
    run: getBucketVersioning,
  },
  {
    name: "ListMultipartUploads",
    ...GET,
    ...BUCKET,
    needs: ["uploads"],
    may: ["prefix", "max-uploads", "key-marker", "upload-id-marker"],
    run: listMultipartUploads,
  },
  {
    name: "ListObjectsV2",
    ...GET,
    ...BUCKET,
    needs: ["list-type"],
    may: [...PAGE, "start-after", "continuation-token", "fetch-owner"],
    run: listObjectsV2,
  },
  {
    name: "ListObjects",
    ...GET,
    ...BUCKET,
    may: [...PAGE, "marker"],
    run: listObjects,
  },
  { name: "HeadBucket", method: "HEAD", ...BUCKET, run: headBucket },
  { name: "CreateBucket", ...PUT, ...BUCKET, run: createBucket },
  { name: "DeleteBucket", ...REMOVE, ...BUCKET, run: deleteBucket },
  {
    name: "DeleteObjects",
    ...POST,
    ...BUCKET,
    needs: ["delete"],
    run: deleteObjects,
  },
  {
    name: "ListParts",
    ...GET,
    ...UPLOAD,
    may: ["max-parts", "part-number-marker"],
    run: listParts,
  },
  { name: "GetObject", ...GET, ...OBJECT, may: RESPONSE, run: getObject },
  {
    name: "HeadObject",
    method: "HEAD",
    ...OBJECT,
    may: RESPONSE,
    run: headObject,
  },
  {
    name: "UploadPartCopy",
    ...PUT,
    ...PART,
    header: COPY,
    run: uploadPartCopy,
  },
  { name: "UploadPart", ...PUT, ...PART, run: uploadPart },
  { name: "CopyObject", ...PUT, ...OBJECT, header: COPY, run: copyObject },
  { name: "PutObject", ...PUT, ...OBJECT, run: putObject },
  {
    name: "CreateMultipartUpload",
    ...POST,
    ...OBJECT,
    needs: ["uploads"],
    run: createMultipartUpload,
  },
  {
    name: "CompleteMultipartUpload",
    ...POST,
    ...UPLOAD,
    run: completeMultipartUpload,
  },
  {
    name: "AbortMultipartUpload",
    ...REMOVE,
    ...UPLOAD,
    run: abortMultipartUpload,
  },
  { name: "DeleteObject", ...REMOVE, ...OBJECT, run: deleteObject },
];

/** Fails with `MethodNotAllowed` or `NotImplemented`. */
export function findOperation(
  request: HttpRequest,
  target: S3Target,
): OperationEntry {
  const scope = target.bucket === undefined
    ? "service"
    : target.key === undefined
    ? "bucket"
    : "object";
  const rows = OPERATIONS.filter((row) =>
    row.scope === scope && row.method === request.method
  );
  if (rows.length === 0) throw new S3Error("MethodNotAllowed");
  const asked = target.query.map(([name]) => name)
    .filter((name) => name !== "x-id" && !name.startsWith("X-Amz-"));
  const found = rows.find(({ needs = [], may = [], header }) =>
    (header === undefined || request.headers.has(header)) &&
    needs.every((name) => asked.includes(name)) &&
    asked.every((name) => needs.includes(name) || may.includes(name))
  );
  if (found !== undefined) return found;
  throw new S3Error("NotImplemented", {
    details: [["Query", asked.join(",")]],
  });
}
