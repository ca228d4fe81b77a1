/**
 * What a target promises of what clients see of each other's writes, so that a
 * store is judged by its own word. Pure.
 */
import type { Target } from "./target.ts";

/** From the strongest to the weakest; the engine judges by the same words. */
export const CONSISTENCY_LEVELS = [
  "linearizable",
  "regular",
  "read-your-writes",
  "monotonic",
  "eventual",
] as const;
export type ConsistencyLevel = (typeof CONSISTENCY_LEVELS)[number];

/** A promise, and who made it. */
export interface ConsistencyPromise {
  /** For each key alone: nobody promises anything across keys. */
  readonly level: ConsistencyLevel;
  /** As it stands behind the level: `Amazon S3 documents it`. */
  readonly source: string;
}

const AMAZON = "Amazon S3 documents it";
const AZURE = "Azure Blob Storage documents it";
const GATEWAY =
  "assumed, as one gateway over one database can keep it; else set consistency";
const OWN = "a file system promises it";

/** A target of clients that are judged by what they see. */
export interface ConsistencyFacts {
  readonly promise: ConsistencyPromise;
  /** Ways into it, each with the same keys. */
  readonly endpoints: number;
}

/** The target's setting `consistency`, else what is known of its provider. */
export function consistencyPromise(
  { url, settings }: Target,
): ConsistencyPromise {
  const set = CONSISTENCY_LEVELS.find((one) => one === settings["consistency"]);
  if (set !== undefined) {
    return { level: set, source: "the target's setting says so" };
  }
  return { level: "linearizable", source: sourceOf(url.scheme, settings) };
}

function sourceOf(
  scheme: Target["url"]["scheme"],
  { provider, endpoint }: Target["settings"],
): string {
  switch (scheme) {
    case "s3":
      // Without provider and endpoint it is one of Amazon's.
      return provider === "aws" ||
          (provider === undefined && endpoint === undefined)
        ? AMAZON
        : "assumed, as Amazon S3 promises it; else set consistency";
    case "az":
      return AZURE;
    case "gateway":
      return GATEWAY;
    case "mem":
    case "null":
      return "memory of this process";
    default:
      return OWN;
  }
}
