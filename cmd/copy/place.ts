/**
 * One end of a copy, as it was typed: a URL, the name of a target, or something
 * below a named target. Goes in: the word; comes out: where it is, and with
 * which settings. Nothing is opened.
 */
import {
  parseUrl,
  resolveTarget,
  type Target,
  TargetsError,
  type TargetTable,
  type TargetUrl,
} from "../../backends/mod.ts";

/** Where it is; `path` has no slash at either end, but for the root's own. */
export interface TypedPlace {
  readonly typed: string;
  readonly scheme: "file" | "direct" | "s3" | "az" | "gateway";
  /** Bucket, container, or host and port; empty for folders. */
  readonly container: string;
  /** Absolute path, or key in the container; empty: the container itself. */
  readonly path: string;
  readonly settings: Target["settings"];
  /** It was typed with a slash at its end: a folder, whatever is there. */
  readonly isFolder: boolean;
  /** Where its connections are led, by a network that fails on purpose. */
  readonly detours?: NonNullable<Target["detours"]>;
}

/** Fails with a `TargetsError` of one sentence. */
export function readPlace(
  typed: string,
  table: TargetTable,
  cwd: string,
): TypedPlace {
  const { target, below } = targetOf(typed, table, cwd);
  const { url, settings } = target;
  const isFolder = typed.endsWith("/");
  const rest = trimSlashes(below);
  if ("path" in url) {
    const { scheme } = url;
    const path = rest === "" ? url.path : `${url.path}/${rest}`;
    return { typed, scheme, container: "", path, settings, isFolder };
  }
  if ("prefix" in url) {
    const { scheme, prefix } = url;
    const container = storeOf(url);
    const path = trimSlashes(`${prefix}${rest}`);
    return { typed, scheme, container, path, settings, isFolder };
  }
  throw new TargetsError([
    `Cannot copy ${JSON.stringify(typed)}: copies go between file:, direct:, ` +
    "s3:, az: and gateway:",
  ]);
}

type StoreUrl = Extract<TargetUrl, { readonly prefix: string }>;

/** What stands between the scheme and the prefix. */
function storeOf(url: StoreUrl): string {
  if ("container" in url) return url.container;
  return /^gateway:\/\/([^/]+)/.exec(url.text)?.[1] ?? url.host;
}

/** The target of what is at, or directly above, `path`. */
export function targetAt(place: TypedPlace, path: string): Target {
  const { scheme, container, settings } = place;
  const escaped = container === ""
    ? path.split("/").map(encodeURIComponent).join("/")
    : path;
  const text = container === ""
    ? `${scheme}://${escaped}`
    : `${scheme}://${container}/${escaped}`;
  const url = parseUrl(text);
  const { detours } = place;
  const led = detours === undefined ? {} : { detours };
  return { name: url.text, url, settings, ...led };
}

/** The folder it is in, and its own name there. */
export function splitPath(path: string): {
  readonly folder: string;
  readonly name: string;
} {
  const at = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}

/** True for one place under one endpoint, however it was typed. */
export function isWithin(inner: TypedPlace, outer: TypedPlace): boolean {
  const isDisk = (place: TypedPlace) => place.container === "";
  const isOneStore = inner.scheme === outer.scheme &&
    inner.container === outer.container &&
    String(inner.settings["endpoint"]) === String(outer.settings["endpoint"]);
  if (!(isDisk(inner) && isDisk(outer)) && !isOneStore) return false;
  return outer.path === "" || inner.path === outer.path ||
    inner.path.startsWith(`${outer.path}/`);
}

function targetOf(
  typed: string,
  table: TargetTable,
  cwd: string,
): { readonly target: Target; readonly below: string } {
  const [first = "", ...rest] = typed.split("/");
  if (!first.includes(":")) {
    const target = resolveTarget(first, table, { cwd });
    return { target, below: rest.join("/") };
  }
  const target = resolveTarget(typed.replace(/(?<=[^/:])\/+$/, ""), table, {
    cwd,
  });
  return { target: { ...target, ...settingsAbove(target, table) }, below: "" };
}

/** A URL below that of a named target has its settings. */
function settingsAbove(
  { url, settings }: Target,
  table: TargetTable,
): Pick<Target, "settings"> {
  const above =
    [...table.values()].filter((one) =>
      "prefix" in one.url && "prefix" in url &&
      one.url.scheme === url.scheme && storeOf(one.url) === storeOf(url) &&
      url.prefix.startsWith(one.url.prefix)
    ).sort((a, b) => b.url.text.length - a.url.text.length)[0];
  return { settings: above?.settings ?? settings };
}

function trimSlashes(text: string): string {
  return text.replace(/^\/+|\/+$/g, "");
}
