/**
 * One request on its way through an operation: what was asked, by whom, and
 * what it may touch. Operations are functions from a call to an answer.
 */
import type { Answer } from "../http/answer.ts";
import type { HttpRequest } from "../http/http_connection.ts";
import type { Mutants } from "../mutants.ts";
import { renderXml, type XmlElement } from "../xml.ts";
import type { Identity } from "./authenticate.ts";
import type { S3About, S3Decisions } from "./s3_decisions.ts";
import { S3Error } from "./s3_error.ts";
import type { Bucket, S3Store } from "./s3_store.ts";
import { queryValue, type S3Target } from "./s3_target.ts";
import type { Uploads } from "./uploads.ts";

/** Limits of S3 that tests may want lower. */
export interface S3Limits {
  /** Of every part but the last. */
  readonly partBytesMin: number;
  /** Of one put or part. */
  readonly putBytesMax: number;
}

/** What S3 promises: 5 MiB and 5 GiB. */
export const S3_LIMITS: S3Limits = {
  partBytesMin: 5 * 1024 ** 2,
  putBytesMax: 5 * 1024 ** 3,
};

/** What every call of one endpoint shares. */
export interface S3Core {
  readonly store: S3Store;
  readonly uploads: Uploads;
  readonly mutants: Mutants<S3Decisions>;
  readonly limits: S3Limits;
  readonly region: string;
  readonly nowMs: () => number;
}

/** A request whose sender is known. */
export interface S3Call extends S3Core {
  readonly request: HttpRequest;
  readonly target: S3Target;
  readonly identity: Identity;
  readonly about: S3About;
}

export type S3Operation = (call: S3Call) => Answer | Promise<Answer>;

/** Fails with `NoSuchBucket`. */
export function bucketOf({ store, target }: S3Call): Bucket {
  return store.bucket(target.bucket ?? "");
}

/** The key, which routing made sure of. Fails when it is too long. */
export function keyOf({ target }: S3Call): string {
  const { key = "" } = target;
  const sizeBytes = new TextEncoder().encode(key).length;
  if (sizeBytes <= KEY_BYTES_MAX) return key;
  throw new S3Error("KeyTooLongError", {
    details: [["Size", sizeBytes], ["MaxSizeAllowed", KEY_BYTES_MAX]],
  });
}

const KEY_BYTES_MAX = 1024;

/** A header of the request by its lower-case name. */
export function headerOf(call: S3Call, name: string): string | undefined {
  return call.request.headers.get(name);
}

/** A query parameter of the request. */
export function queryOf(call: S3Call, name: string): string | undefined {
  return queryValue(call.target, name);
}

/** A query parameter that is a count; fails with `InvalidArgument`. */
export function countOf(
  call: S3Call,
  name: string,
  range: {
    readonly min: number;
    readonly max: number;
    readonly absent: number;
  },
): number {
  const text = queryOf(call, name);
  if (text === undefined || text === "") return range.absent;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= range.min && count <= range.max) {
    return count;
  }
  throw new S3Error("InvalidArgument", {
    message: `${name} must be a whole number from ${range.min} to ${range.max}`,
    details: [["ArgumentName", name], ["ArgumentValue", text]],
  });
}

/** 200 with an XML document in the name space of S3. */
export function xmlAnswer(
  root: XmlElement,
  headers: Answer["headers"] = [],
): Answer {
  return {
    status: 200,
    headers: [["Content-Type", "application/xml"], ...headers],
    body: renderXml(root, 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'),
  };
}
