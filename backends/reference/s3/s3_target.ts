/**
 * What a request is about: bucket, key and query, from the raw target and the
 * host. Goes in: a target as it was sent; comes out: decoded parts. A key may
 * be `..` or hold `//`: nothing is folded.
 */
import { S3Error } from "./s3_error.ts";

/** A target taken apart. */
export interface S3Target {
  /** Decoded path; what the signature covers. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly bucket?: string;
  /** Absent for a request about a bucket. */
  readonly key?: string;
}

/**
 * `domain` is the host that endpoints below it are buckets of: for `localhost`,
 * `b.localhost:9000` is bucket `b`. Any other host is path style.
 */
export function parseTarget(
  target: string,
  host: string,
  domain: string,
): S3Target {
  const at = target.indexOf("?");
  const rawPath = at < 0 ? target : target.slice(0, at);
  const path = decode(rawPath);
  const query = at < 0 ? [] : parseQuery(target.slice(at + 1));
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const inHost = name.endsWith(`.${domain}`)
    ? name.slice(0, -domain.length - 1)
    : undefined;
  if (inHost !== undefined) {
    return { path, query, bucket: inHost, ...keyOf(path.slice(1)) };
  }
  const [, bucket = "", rest = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return bucket === ""
    ? { path, query }
    : { path, query, bucket, ...keyOf(rest) };
}

/** The first value of a query parameter; `undefined` if it is not there. */
export function queryValue(
  { query }: Pick<S3Target, "query">,
  name: string,
): string | undefined {
  return query.find(([one]) => one === name)?.[1];
}

/** Percent-decoded; fails with `InvalidArgument` for what is not UTF-8. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidArgument", {
      message: `Cannot read the target of the request "${text}"`,
    });
  }
}

function keyOf(key: string): { readonly key?: string } {
  return key === "" ? {} : { key };
}

function parseQuery(text: string): [string, string][] {
  return text.split("&").filter((pair) => pair !== "").map((pair) => {
    const [name = "", ...value] = pair.replace(/\+/g, " ").split("=");
    return [decode(name), decode(value.join("="))];
  });
}
