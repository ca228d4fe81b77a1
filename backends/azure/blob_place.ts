/**
 * Where blobs lie: service URLs as people write them, and the URL of one blob.
 * Pure.
 *
 * Design. The name of a blob goes into the path of a URL, and URLs have rules
 * of their own: a segment `.` or `..` is folded away before anything is sent.
 * Such a name goes as one segment, with `%2F` for its slashes, which services
 * take as slashes again. A name that is nothing but dots has no form at all.
 */
import { StorageError } from "../errors.ts";
import { KEY_BYTES_MAX, quoteKey } from "../key.ts";

/** A service URL, taken apart. */
export interface ServicePlace {
  /** Scheme, host and port, no slash at the end. */
  readonly origin: string;
  /** "" where the account is in the host, else `/account`. */
  readonly path: string;
  readonly account: string;
}

/**
 * The parts of a service URL. Where the host is an address or "localhost" and
 * nothing follows, the account goes into the path, as emulators have it.
 */
export function parseService(
  text: string,
  account: string | undefined,
): ServicePlace | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol) || url.search !== "") return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  const path = url.pathname.replace(/\/+$/, "");
  if (path !== "") {
    const named = path.slice(1);
    if (named.includes("/") || (account ?? named) !== named) return undefined;
    return { origin: url.origin, path, account: named };
  }
  if (hasBareHost(url.hostname)) {
    if (account === undefined) return undefined;
    return { origin: url.origin, path: `/${account}`, account };
  }
  const owner = account ?? url.hostname.split(".")[0] ?? "";
  return { origin: url.origin, path: "", account: owner };
}

/** Whether no account can be in a host: an address, or this host itself. */
function hasBareHost(hostname: string): boolean {
  return hostname === "localhost" || hostname.startsWith("[") ||
    /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Whether requests stay on this host, so that nobody can listen. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname === "[::1]" ||
    hostname.startsWith("127.");
}

/** Path of a blob as it is sent; `undefined` for one that no URL can name. */
export function blobPath(name: string): string | undefined {
  const segments = name.split("/");
  const isDots = (segment: string) => segment === "." || segment === "..";
  if (!segments.some(isDots)) {
    return segments.map(encodeURIComponent).join("/");
  }
  return segments.length === 1 ? undefined : encodeURIComponent(name);
}

/** Fails with `InvalidKey` for a key that has no blob below `prefix`. */
export function checkBlobName(
  attempt: { readonly operation: string; readonly key: string },
  prefix: string,
): void {
  const { operation, key } = attempt;
  const name = prefix + key;
  const count = new TextEncoder().encode(name).length;
  const reason = count > KEY_BYTES_MAX
    ? `with the prefix "${prefix}" it has ${count} bytes, and a blob's name ` +
      `at most ${KEY_BYTES_MAX}`
    : blobPath(name) === undefined
    ? "a URL folds a name of dots away: use a prefix"
    : undefined;
  if (reason === undefined) return;
  throw new StorageError(
    `Cannot ${operation} ${quoteKey(key)}: ${reason}`,
    { kind: "InvalidKey", operation, context: [["key", key]] },
  );
}
