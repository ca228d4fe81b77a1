/**
 * Conditions of requests. Goes in: headers and the version at hand; comes out:
 * nothing, or the error that S3 gives.
 */
import { headerOf, type S3Call } from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { Version } from "./version.ts";

/** For a write, in the same step in which it is made visible. */
export function judgeWrite(call: S3Call, current: Version | undefined): void {
  const ifNone = headerOf(call, "if-none-match");
  if (ifNone !== undefined) {
    if (ifNone !== "*") {
      throw new S3Error("NotImplemented", {
        details: [["Header", "If-None-Match"]],
      });
    }
    judge({ call, current }, "If-None-Match", current === undefined);
  }
  const ifMatch = headerOf(call, "if-match");
  if (ifMatch === undefined) return;
  if (current === undefined) {
    throw new S3Error("NoSuchKey", {
      details: [["Key", call.about.key ?? ""]],
    });
  }
  judge({ call, current }, "If-Match", isListed(ifMatch, current.etag));
}

/**
 * For a read of `version`. Headers begin with `prefix`: a copy has conditions
 * of its own for what it copies.
 */
export function judgeRead(
  call: S3Call,
  version: Version,
  prefix: "" | "x-amz-copy-source-" = "",
): void {
  const value = (name: string) => headerOf(call, `${prefix}${name}`);
  const failed = (condition: string) =>
    new S3Error("PreconditionFailed", { details: [["Condition", condition]] });
  const unchanged = prefix === ""
    ? new S3Error("NotModified", { headers: [["ETag", `"${version.etag}"`]] })
    : failed("x-amz-copy-source-If-None-Match");
  const seconds = Math.floor(version.modifiedMs / 1000);
  const ifMatch = value("if-match");
  const since = value("if-unmodified-since");
  if (ifMatch !== undefined) {
    if (!isListed(ifMatch, version.etag)) throw failed("If-Match");
  } else if (since !== undefined && seconds > secondsOf(since, Infinity)) {
    throw failed("If-Unmodified-Since");
  }
  const ifNone = value("if-none-match");
  const modified = value("if-modified-since");
  if (ifNone !== undefined) {
    if (isListed(ifNone, version.etag)) throw unchanged;
  } else if (modified !== undefined && seconds <= secondsOf(modified, -1)) {
    throw unchanged;
  }
}

/** A request, and what is at its key now. */
interface Met {
  readonly call: S3Call;
  readonly current: Version | undefined;
}

function judge({ call, current }: Met, header: string, holds: boolean): void {
  const isMet = call.mutants.decide("condition", holds, {
    ...call.about,
    header,
    current,
  });
  if (isMet) return;
  throw new S3Error("PreconditionFailed", { details: [["Condition", header]] });
}

function isListed(header: string, etag: string): boolean {
  return header.split(",").map((one) => one.trim().replace(/^"|"$/g, ""))
    .some((one) => one === "*" || one === etag);
}

/** A date that cannot be read makes the condition none. */
function secondsOf(text: string, absent: number): number {
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? absent : timeMs / 1000;
}
