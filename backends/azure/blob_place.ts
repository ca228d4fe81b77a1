/**
 * Where blobs lie: service URLs as people write them, and the URL of one blob.
 * Pure.
 *
 * Design. The name of a blob goes into the path of a URL, and URLs have rules
 * of their own: a segment `.` or `..` is folded away before anything is sent.
 * Such a name goes as one segment, with `%2F` for its slashes, which services
 * take as slashes again.
 */
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
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname === "[::1]" ||
    hostname.startsWith("127.");
}

/**
 * Path of a blob as it is sent. A name of dots alone has none, and is no key
 * of a target either.
 */
export function blobPath(name: string): string {
  const segments = name.split("/");
  const isFolded = segments.some((one) => one === "." || one === "..");
  return isFolded
    ? encodeURIComponent(name)
    : segments.map(encodeURIComponent).join("/");
}
