/**
 * Shared access signatures, of an account, a container or a blob: whether the
 * query was signed with the account's key, is valid now, and covers what is
 * asked. Goes in: a query and a wish; comes out: nothing, or a refusal.
 */
import { BlobError } from "./blob_error.ts";
import {
  type Account,
  denied,
  isSameSignature,
  signText,
} from "./shared_key.ts";

/** A right, by its letter in a signature. */
export type Permission = "r" | "a" | "c" | "w" | "d" | "l";

/** What is to be done; any one of `permissions` is enough. */
export interface Wish {
  readonly permissions: readonly Permission[];
  readonly container?: string;
  readonly blob?: string;
  /** Only a signature of the account can grant it. */
  readonly ofAccount?: boolean;
}

/** Earlier versions sign fewer lines; nobody makes such signatures now. */
const VERSION_MIN = "2018-11-09";
const VERSION_WITH_SCOPE = "2020-12-06";

type Query = ReadonlyMap<string, string>;

/** Fails with a `BlobError` unless the query grants the wish at `nowMs`. */
export function checkSas(
  query: Query,
  account: Account,
  ask: { readonly wish: Wish; readonly nowMs: number },
): void {
  const field = (name: string) => query.get(name) ?? "";
  const version = field("sv");
  if (version < VERSION_MIN) {
    throw denied(`The token's sv "${version}" is older than ${VERSION_MIN}`);
  }
  const isOfAccount = query.has("ss");
  const text = isOfAccount
    ? accountText(query, account.name)
    : serviceText(query, account.name, ask.wish);
  if (!isSameSignature(field("sig"), signText(text, account.key))) {
    throw denied(
      `The token's signature is not the one that this key gives for "${text}"`,
    );
  }
  checkTime(query, ask.nowMs);
  if (isOfAccount) checkAccountScope(query, ask.wish);
  else if (ask.wish.ofAccount === true) {
    throw new BlobError("AuthorizationPermissionMismatch");
  }
  const isGranted = ask.wish.permissions.some((letter) =>
    field("sp").includes(letter)
  );
  if (!isGranted) throw new BlobError("AuthorizationPermissionMismatch");
}

function serviceText(query: Query, account: string, wish: Wish): string {
  const field = (name: string) => query.get(name) ?? "";
  const version = field("sv");
  const resource = field("sr");
  if (resource !== "c" && resource !== "b") {
    throw denied(`The token needs sr=c or sr=b: it has "${resource}"`);
  }
  const name = resource === "c"
    ? `/blob/${account}/${wish.container ?? ""}`
    : `/blob/${account}/${wish.container ?? ""}/${wish.blob ?? ""}`;
  return [
    ...[field("sp"), field("st"), field("se"), name, field("si")],
    ...[field("sip"), field("spr"), version, resource, field("snapshot")],
    ...(version >= VERSION_WITH_SCOPE ? [field("ses")] : []),
    ...["rscc", "rscd", "rsce", "rscl", "rsct"].map(field),
  ].join("\n");
}

function accountText(query: Query, account: string): string {
  const field = (name: string) => query.get(name) ?? "";
  const version = field("sv");
  return [
    ...[account, field("sp"), field("ss"), field("srt"), field("st")],
    ...[field("se"), field("sip"), field("spr"), version],
    ...(version >= VERSION_WITH_SCOPE ? [field("ses")] : []),
    "",
  ].join("\n");
}

function checkTime(query: Query, nowMs: number): void {
  const start = query.get("st");
  const end = query.get("se") ?? "";
  const startMs = start === undefined ? -Infinity : Date.parse(start);
  if (nowMs >= startMs && nowMs < Date.parse(end)) return;
  const now = new Date(nowMs).toUTCString();
  throw denied(
    `The token is expired or not valid yet: it begins "${start ?? ""}" and ` +
      `ends "${end}", and now is "${now}"`,
  );
}

function checkAccountScope(query: Query, wish: Wish): void {
  if (!(query.get("ss") ?? "").includes("b")) {
    throw new BlobError("AuthorizationServiceMismatch");
  }
  const kind = wish.blob !== undefined
    ? "o"
    : wish.container !== undefined
    ? "c"
    : "s";
  if (!(query.get("srt") ?? "").includes(kind)) {
    throw new BlobError("AuthorizationResourceTypeMismatch");
  }
}
