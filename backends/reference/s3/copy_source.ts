/** Finds what `x-amz-copy-source` names, and judges the conditions on it. */
import { judgeRead } from "./conditions.ts";
import { headerOf, type S3Call } from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import { decode } from "./s3_target.ts";
import type { Version } from "./version.ts";

/** Fails with the errors of a read, or `InvalidArgument` for a bad name. */
export function copySource(call: S3Call): Version {
  const text = headerOf(call, "x-amz-copy-source") ?? "";
  const [path = "", versionId] = text.split("?versionId=");
  if (versionId !== undefined && versionId !== "null") {
    throw new S3Error("NotImplemented", { details: [["Header", "versionId"]] });
  }
  const found = /^\/?([^/]+)\/(.+)$/s.exec(decode(path));
  if (found === null) {
    throw new S3Error("InvalidArgument", {
      message: "x-amz-copy-source must be a bucket, a slash and a key",
      details: [["ArgumentName", "x-amz-copy-source"], ["ArgumentValue", text]],
    });
  }
  const [, name = "", key = ""] = found;
  const bucket = call.store.bucket(name);
  const about = { ...call.about, bucket, key };
  const version = call.mutants.decide(
    "read",
    call.store.find(bucket, key),
    about,
  );
  if (version === undefined) {
    throw new S3Error("NoSuchKey", { details: [["Key", key]] });
  }
  judgeRead(call, version, "x-amz-copy-source-");
  return version;
}
