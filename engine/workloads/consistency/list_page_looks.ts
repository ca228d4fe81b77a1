/**
 * What a page of a listing says of every key: that it is there, under an etag,
 * or that it is not, if the page covers its place. Goes in: a page; comes out:
 * looks in the logs, and answers that are wrong by themselves.
 */
import type { PageRecord } from "./attempt_record.ts";
import type { KeyLog, Look } from "./key_log.ts";

/** Where a page ended, as far as its keys tell, and when it was asked for. */
export interface PageEnd {
  readonly key: string;
  readonly callNs: number;
}

export interface PageLooks {
  readonly page: PageRecord;
  readonly look: Look;
  /** Keys of this run below the prefix that was asked for. */
  readonly logs: readonly KeyLog[];
  readonly folder: string;
  /** Told of what is wrong with the page by itself. */
  wrong(
    name: "list out of order" | "list shows foreign key",
    key: string,
    sentence: string,
  ): void;
}

/**
 * Returns where the page ends, for the next one. Keys here are ASCII, so that
 * the order of strings is that of their bytes.
 */
export function lookAtPage(asked: PageLooks): PageEnd {
  const { page, look, logs, folder } = asked;
  const { before } = page;
  const from = before?.key ?? "";
  const etags = new Map<string, string>();
  const known = new Set(logs.map(({ key }) => key));
  let last = from;
  for (const [key, etag] of page.objects) {
    if (key <= last && last !== "") {
      asked.wrong(
        "list out of order",
        key,
        `A list names "${key}" after "${last}"`,
      );
    } else last = key;
    if (!known.has(key)) {
      const sentence = key.startsWith(folder)
        ? `A list names "${key}", which nobody has put`
        : `A list of "${folder}" names "${key}"`;
      asked.wrong("list shows foreign key", key, sentence);
    }
    etags.set(key, etag);
  }
  const first = page.objects[0]?.[0];
  const { isLast } = page;
  // A marker may lie behind the last key that a page shows: whether a key
  // between two pages was left out by the one or the other, nobody knows.
  const gapNs = Math.min(before?.callNs ?? look.callNs, look.callNs);
  for (const log of logs) {
    const { key } = log;
    const etag = etags.get(key);
    const isCovered = key > from && (isLast || key <= last);
    if (etag !== undefined) log.look({ ...look, etag });
    else if (isCovered) {
      const isBetween = first === undefined || key < first;
      const callNs = isBetween ? gapNs : look.callNs;
      log.look({ ...look, callNs, etag: null });
    }
  }
  if (first === undefined && before !== undefined) return before;
  return { key: last, callNs: look.callNs };
}
