/**
 * One page of a gateway's listing, as keys below the target's prefix. Goes in:
 * what is asked for; comes out: a page, or an `Unexpected` for one that cannot be.
 */
import type { ListOptions, ListPage, ObjectFacts } from "../contract.ts";
import { fieldOf, type GatewayClient, textOf } from "./gateway_client.ts";
import type { GatewayAttempt } from "./gateway_failure.ts";
import { crc32cChecksum, oddAnswer } from "./gateway_facts.ts";

/** Of 1000 entries with keys and metadata as long as they may be. */
const PAGE_BYTES_MAX = 16 << 20;
/** As the document has it. */
const LIMIT_MAX = 1000;

/** Fails as the client does. */
export async function listGateway(
  client: GatewayClient,
  { attempt, prefix: own }: {
    readonly attempt: GatewayAttempt;
    /** Of the target. */
    readonly prefix: string;
  },
  { prefix = "", delimiter = "", limit = LIMIT_MAX, after = "" }: ListOptions,
): Promise<ListPage> {
  const query = new URLSearchParams({
    prefix: own + prefix,
    limit: String(Math.min(LIMIT_MAX, Math.max(1, limit))),
    ...(delimiter !== "" && { delimiter }),
    ...(after !== "" && { after: own + after }),
  });
  const answer = await client.ask({
    method: "GET",
    target: `/objects?${query}`,
  });
  const text = await textOf(answer, PAGE_BYTES_MAX);
  const page = parsed(attempt, text);
  const name = (value: unknown): string => {
    if (typeof value === "string" && value.startsWith(own + prefix)) {
      return value.slice(own.length);
    }
    throw oddAnswer(
      attempt,
      `a page with ${JSON.stringify(value)}, which is not below the prefix`,
    );
  };
  const list = (field: string): readonly unknown[] => {
    const value = fieldOf(page, field);
    if (Array.isArray(value)) return value;
    throw oddAnswer(attempt, `a page without its ${field}`);
  };
  const next = fieldOf(page, "next");
  return {
    objects: list("objects").map((one) => entryOf(attempt, name, one)),
    prefixes: list("prefixes").map(name),
    ...(next !== undefined && { next: name(next) }),
  };
}

function entryOf(
  attempt: GatewayAttempt,
  name: (value: unknown) => string,
  value: unknown,
): ObjectFacts {
  const key = name(fieldOf(value, "key"));
  const sizeBytes = fieldOf(value, "sizeBytes");
  const etag = fieldOf(value, "etag");
  const modifiedMs = fieldOf(value, "modifiedMs");
  const crc32c = fieldOf(value, "crc32c");
  if (
    typeof sizeBytes !== "number" || typeof etag !== "string" ||
    typeof modifiedMs !== "number"
  ) {
    throw oddAnswer(attempt, `an entry of "${key}" without size, ETag or time`);
  }
  return {
    ...{ key, sizeBytes, etag, modifiedMs },
    ...(typeof crc32c === "number" && { checksum: crc32cChecksum(crc32c) }),
  };
}

function parsed(attempt: GatewayAttempt, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw oddAnswer(attempt, "a page that is no JSON");
  }
}
