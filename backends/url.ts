/**
 * Reads the URL of a target. Nothing is opened: a URL that parses may still
 * name what does not exist. Fails with a `TargetsError` of one sentence, which
 * never repeats a secret that was written into the URL.
 */
import { didYouMean } from "./nearest.ts";
import { TargetsError } from "./targets/targets_error.ts";

/** All that parse; the registry says which of them can be opened. */
export const SCHEMES = [
  "file",
  "direct",
  "s3",
  "az",
  "gateway",
  "mem",
  "null",
] as const;
export type Scheme = (typeof SCHEMES)[number];

/** A parsed URL; `text` is the form that is printed and compared. */
export type TargetUrl =
  | {
    readonly scheme: "file" | "direct";
    readonly text: string;
    /** Absolute, without `.`, `..` or a slash at the end. */
    readonly path: string;
  }
  | {
    readonly scheme: "s3" | "az";
    readonly text: string;
    readonly container: string;
    /** Empty, or ends with a slash. */
    readonly prefix: string;
  }
  | {
    readonly scheme: "gateway";
    readonly text: string;
    readonly host: string;
    readonly port: number;
    /** Empty, or ends with a slash. */
    readonly prefix: string;
  }
  | { readonly scheme: "mem"; readonly text: string; readonly name: string }
  | { readonly scheme: "null"; readonly text: string };

export interface ParseUrlOptions {
  /** Folder that `file://./x` and `direct://./x` start from. */
  readonly cwd?: string;
}

/**
 * @example Usage
 * ```ts
 * import { parseUrl } from "./url.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseUrl("file:///mnt//x/").text, "file:///mnt/x");
 * ```
 */
export function parseUrl(
  text: string,
  options: ParseUrlOptions = {},
): TargetUrl {
  const split = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(text);
  if (split === null) throw new TargetsError([bareText(text)]);
  const [, scheme = "", rest = ""] = split;
  switch (scheme) {
    case "file":
    case "direct":
      return pathUrl({ scheme, rest, text, cwd: options.cwd });
    case "s3":
    case "az":
      return containerUrl({ scheme, rest, text });
    case "gateway":
      return gatewayUrl(rest, text);
    case "mem":
      return memUrl(rest, text);
    case "null":
      if (rest === "" || rest === "//") return { scheme, text: "null:" };
      throw refuse(text, "there is nothing behind it to name: write null:");
    default:
      throw refuse(
        redact(text),
        `there is no scheme "${scheme}"${didYouMean(scheme, SCHEMES)}; there ` +
          `are ${SCHEMES.map((known) => `${known}:`).join(" ")}`,
      );
  }
}

function bareText(text: string): string {
  if (text === "") return "Cannot use an empty target: write file:///abs/path";
  if (text.startsWith("/")) {
    return `Cannot use target "${text}": a path needs a scheme: write ` +
      `file://${text} or direct://${text}`;
  }
  return `Cannot use target "${redact(text)}": it is not a URL: write ` +
    "file:///abs/path, direct:///abs/path or file://./relative";
}

function pathUrl(parts: {
  readonly scheme: "file" | "direct";
  readonly rest: string;
  readonly text: string;
  readonly cwd: string | undefined;
}): TargetUrl {
  const { scheme, rest, text, cwd } = parts;
  if (!rest.startsWith("//")) {
    throw refuse(text, `two slashes are missing: write ${scheme}:///abs/path`);
  }
  let path = decodePath(rest.slice(2), text);
  if (/^\.{1,2}(\/|$)/.test(path)) {
    if (cwd === undefined) {
      throw refuse(
        text,
        `a relative path has no meaning here: write ${scheme}:///abs/path`,
      );
    }
    path = `${cwd}/${path}`;
  }
  if (!path.startsWith("/")) {
    throw refuse(
      redact(text),
      `these URLs have no host: write ${scheme}:///${
        path.replace(/^.*@/, "")
      }` +
        ` or ${scheme}://./${path.replace(/^.*@/, "")}`,
    );
  }
  path = normalPath(path);
  return { scheme, path, text: `${scheme}://${encodePath(path)}` };
}

function decodePath(path: string, text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw refuse(
      text,
      "a % begins an escape such as %20; write %25 for itself",
    );
  }
  if (decoded.includes("\0")) throw refuse(text, "a path cannot hold %00");
  return decoded;
}

function encodePath(path: string): string {
  return path.replace(/[%\s\p{Cc}]/gu, encodeURIComponent);
}

function normalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  return `/${kept.join("/")}`;
}

function containerUrl(parts: {
  readonly scheme: "s3" | "az";
  readonly rest: string;
  readonly text: string;
}): TargetUrl {
  const { scheme, rest, text } = parts;
  const noun = scheme === "s3" ? "bucket" : "container";
  const form = `write ${scheme}://${noun}/prefix`;
  const match = /^\/\/([^/]*)\/?(.*)$/s.exec(rest);
  const [, container = "", path = ""] = match ?? [];
  if (container.includes("@")) {
    throw refuse(
      redact(text),
      "secrets do not belong in a URL: put them in the target's settings",
    );
  }
  if (container === "") throw refuse(text, `the ${noun} is missing: ${form}`);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(container)) {
    throw refuse(
      redact(text),
      `"${container}" cannot be a ${noun}: its name has 3 to 63 small ` +
        "letters, digits, dots and dashes",
    );
  }
  const { prefix, shown } = readPrefix({ path, text, form });
  return {
    scheme,
    container,
    prefix,
    text: `${scheme}://${container}${shown}`,
  };
}

/** The port of `stor-verify serve cluster`. */
const GATEWAY_PORT = 8080;

function gatewayUrl(rest: string, text: string): TargetUrl {
  const form = "write gateway://host:port/prefix";
  const [, authority = "", path = ""] = /^\/\/([^/]*)\/?(.*)$/s.exec(rest) ??
    [];
  if (authority.includes("@")) {
    throw refuse(redact(text), `a gateway takes no user or password: ${form}`);
  }
  const found = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(.*))?$/s
    .exec(authority);
  if (found === null) {
    throw refuse(redact(text), `it has no host that could be one: ${form}`);
  }
  const [, host = "", written = String(GATEWAY_PORT)] = found;
  const port = /^\d{1,5}$/.test(written) ? Number(written) : 0;
  if (port < 1 || port > 65535) {
    throw refuse(
      redact(text),
      `"${written}" is no port: it is a number from 1 to 65535: ${form}`,
    );
  }
  const { prefix, shown } = readPrefix({ path, text, form });
  return {
    scheme: "gateway",
    host: host.replace(/^\[(.*)\]$/, "$1"),
    ...{ port, prefix },
    text: `gateway://${host.toLowerCase()}:${port}${shown}`,
  };
}

/** What keys begin with, and how it is printed behind the rest. */
function readPrefix({ path, text, form }: {
  readonly path: string;
  readonly text: string;
  readonly form: string;
}): { readonly prefix: string; readonly shown: string } {
  if (/[?#]/.test(path)) {
    throw refuse(redact(text), `nothing may follow the prefix: ${form}`);
  }
  const stray = path.split("/").find((part) => part === ".." || part === ".");
  if (stray !== undefined) {
    throw refuse(
      redact(text),
      `"${stray}" in a prefix is a name like any other, and leads nowhere: ` +
        "write the prefix without it",
    );
  }
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  return { prefix, shown: prefix === "" ? "" : `/${prefix.slice(0, -1)}` };
}

function memUrl(rest: string, text: string): TargetUrl {
  const name = rest.replace(/^\/\//, "");
  if (/^[A-Za-z0-9._-]*$/.test(name)) {
    return { scheme: "mem", name, text: `mem:${name}` };
  }
  throw refuse(
    text,
    "a name has letters, digits, dots and dashes: write mem:name",
  );
}

/** The URL without what may be a user, a password or a signature. */
function redact(text: string): string {
  return text.replace(/\/\/[^/]*@/, "//***@").replace(/\?.*$/s, "?***");
}

function refuse(text: string, reason: string): TargetsError {
  return new TargetsError([`Cannot use target "${text}": ${reason}`]);
}
