/**
 * One page of names: blobs and folded prefixes in the order of their UTF-8
 * bytes. Reads the names of the page and the one behind it, and skips what is
 * folded without looking at it.
 */
import { keyBytes, keyText } from "../../key.ts";
import { afterPrefix, type KeyOrder, nextName } from "../key_order.ts";

export interface BlobPageQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Names and prefixes together. */
  readonly limit: number;
  /** First name that may be in the page, as `keyBytes` gives it. */
  readonly from: string;
}

export interface BlobPage {
  readonly entries: readonly {
    readonly name: string;
    readonly isPrefix: boolean;
  }[];
  /** `from` of the next page; absent on the last one. */
  readonly next?: string;
}

/** Names of `order` are as `keyBytes` gives them; those of the page are text. */
export function pageOf(order: KeyOrder, query: BlobPageQuery): BlobPage {
  const prefix = keyBytes(query.prefix);
  const delimiter = keyBytes(query.delimiter);
  const entries: { name: string; isPrefix: boolean }[] = [];
  let from: string | undefined = query.from < prefix ? prefix : query.from;
  while (from !== undefined) {
    const bytes = order.firstFrom(from);
    if (bytes === undefined || !bytes.startsWith(prefix)) break;
    if (entries.length >= query.limit) return { entries, next: bytes };
    const at = delimiter === "" ? -1 : bytes.indexOf(delimiter, prefix.length);
    const isPrefix = at >= 0;
    const shown = isPrefix ? bytes.slice(0, at + delimiter.length) : bytes;
    entries.push({ name: keyText(shown) ?? "", isPrefix });
    from = isPrefix ? afterPrefix(shown) : nextName(shown);
  }
  return { entries };
}
