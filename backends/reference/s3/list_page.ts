/**
 * One page of a bucket: keys and folded prefixes in the order of their UTF-8
 * bytes. Goes in: a bucket and where to begin; comes out: entries, and where
 * the next page begins. Skips what is folded without looking at it.
 */
import { keyBytes, keyText } from "../../key.ts";
import { afterPrefix, nextName } from "../key_order.ts";
import type { Bucket } from "./s3_store.ts";
import type { Version } from "./version.ts";

export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Keys and prefixes together. */
  readonly limit: number;
  /** First name that may be in the page, as `keyBytes` gives it. */
  readonly from: string;
}

export interface ListedPage {
  readonly versions: readonly Version[];
  readonly prefixes: readonly string[];
  /** `from` of the next page; absent on the last one. */
  readonly next?: string;
}

/** Reads only the names of the page and the one behind it. */
export function listPage(bucket: Bucket, query: ListQuery): ListedPage {
  const prefix = keyBytes(query.prefix);
  const delimiter = keyBytes(query.delimiter);
  const versions: Version[] = [];
  const prefixes: string[] = [];
  let from: string | undefined = query.from < prefix ? prefix : query.from;
  while (from !== undefined) {
    const name = bucket.order.firstFrom(from);
    if (name === undefined || !name.startsWith(prefix)) break;
    if (versions.length + prefixes.length >= query.limit) {
      return { versions, prefixes, next: name };
    }
    const at = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
    if (at >= 0) {
      const folded = name.slice(0, at + delimiter.length);
      prefixes.push(keyText(folded) ?? "");
      from = afterPrefix(folded);
    } else {
      const version = bucket.objects.get(name);
      if (version !== undefined) versions.push(version);
      from = nextName(name);
    }
  }
  return { versions, prefixes };
}

/**
 * Where a page begins that follows `name`. A name inside a folded prefix stands
 * for the prefix: what was folded once does not come again.
 */
export function fromBehind(
  name: string,
  { prefix, delimiter }: Pick<ListQuery, "prefix" | "delimiter">,
): string {
  const bytes = keyBytes(name);
  const mark = keyBytes(delimiter);
  const at = mark === "" || !name.startsWith(prefix)
    ? -1
    : bytes.indexOf(mark, keyBytes(prefix).length);
  const folded = at < 0 ? undefined : bytes.slice(0, at + mark.length);
  return (folded && afterPrefix(folded)) ?? nextName(bytes);
}
