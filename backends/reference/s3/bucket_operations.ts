/** What is done to buckets themselves: list, look, make, remove. */
import { parseXml } from "../xml.ts";
import { isBucketName } from "./bucket_name.ts";
import { Payload } from "./payload.ts";
import {
  bucketOf,
  queryOf,
  type S3Call,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";

const CONFIGURATION_BYTES_MAX = 64 * 1024;

/** All buckets, whoever asks. */
export const listBuckets: S3Operation = (call) => {
  const prefix = queryOf(call, "prefix") ?? "";
  const buckets = [...call.store.buckets.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => a.name < b.name ? -1 : 1);
  return xmlAnswer(["ListAllMyBucketsResult", [
    [
      "Buckets",
      buckets.map(({ name, createdMs }) => ["Bucket", [
        ["Name", name],
        ["CreationDate", new Date(createdMs).toISOString()],
      ]]),
    ],
    ["Owner", [["ID", "reference"]]],
  ]]);
};

/** 200 or 404, and the region without a document. */
export const headBucket: S3Operation = (call) => {
  bucketOf(call);
  return { status: 200, headers: [["x-amz-bucket-region", call.region]] };
};

/** Fails with `BucketAlreadyOwnedByYou` also where AWS in one region does not. */
export const createBucket: S3Operation = async (call) => {
  const { bucket: name = "" } = call.target;
  if (!isBucketName(name)) {
    throw new S3Error("InvalidBucketName", { details: [["BucketName", name]] });
  }
  await checkRegion(call);
  if (call.store.buckets.has(name)) {
    throw new S3Error("BucketAlreadyOwnedByYou", {
      details: [["BucketName", name]],
    });
  }
  call.store.createBucket(name);
  return { status: 200, headers: [["Location", `/${name}`]] };
};

/** Fails with `BucketNotEmpty`; open uploads go with it. */
export const deleteBucket: S3Operation = (call) => {
  const bucket = bucketOf(call);
  call.store.deleteBucket(bucket.name);
  for (const upload of call.uploads.ofBucket(bucket)) {
    call.uploads.end(upload, []);
  }
  return { status: 204, headers: [] };
};

/** Empty for `us-east-1`, as clients know it. */
export const getBucketLocation: S3Operation = (call) => {
  bucketOf(call);
  // The oldest region has no name there.
  const name = call.region === "us-east-1" ? "" : call.region;
  return xmlAnswer(["LocationConstraint", name]);
};

/** Versions are not kept: the document is empty, as for a new bucket. */
export const getBucketVersioning: S3Operation = (call) => {
  bucketOf(call);
  return xmlAnswer(["VersioningConfiguration", []]);
};

async function checkRegion(call: S3Call): Promise<void> {
  const body = await new Payload(call, { bytesMax: CONFIGURATION_BYTES_MAX })
    .bytes();
  if (body.length === 0) return;
  const root = parseXml(body);
  if (root?.name !== "CreateBucketConfiguration") {
    throw new S3Error("MalformedXML");
  }
  const asked = root.children.find(({ name }) => name === "LocationConstraint");
  if (asked === undefined || asked.text === call.region) return;
  throw new S3Error("IllegalLocationConstraintException");
}
