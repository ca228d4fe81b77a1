/**
 * The signature of a request by an account's key: the string that is signed,
 * built anew from what arrived, and whether it was signed with that key. Goes
 * in: a request and the key; comes out: nothing, or a refusal.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { BlobError } from "./blob_error.ts";
import type { BlobRequest } from "./blob_request.ts";

/** Whose requests are taken. */
export interface Account {
  readonly name: string;
  /** Base64, as the portal shows it. */
  readonly key: string;
}

/** A request that was signed longer ago, or later than now, is refused. */
const SKEW_MS_MAX = 15 * 60_000;

/** Signed in this order; those that are absent count as empty. */
const HEADERS = [
  ...["content-encoding", "content-language", "content-length", "content-md5"],
  ...["content-type", "date", "if-modified-since", "if-match"],
  ...["if-none-match", "if-unmodified-since", "range"],
];

/** Base64 of the text's HMAC-SHA256 by the key. */
export function signText(text: string, key: string): string {
  return createHmac("sha256", Buffer.from(key, "base64"))
    .update(text, "utf8").digest("base64");
}

/** Whether two signatures are the same, in a time that tells nothing. */
export function isSameSignature(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Fails with a `BlobError` unless `request` was signed with the key. */
export function checkSharedKey(
  request: BlobRequest,
  account: Account,
  nowMs: number,
): void {
  const given = request.headers.get("authorization") ?? "";
  const match = /^SharedKey ([^:]+):([A-Za-z0-9+/=]+)$/.exec(given);
  if (match === null) throw new BlobError("InvalidAuthenticationInfo");
  const [, name = "", signature = ""] = match;
  const text = sharedKeyText(request, name);
  const wanted = signText(text, account.key);
  if (name !== account.name || !isSameSignature(signature, wanted)) {
    throw denied(
      `The signature is not the one that this key gives for "${text}"`,
    );
  }
  const date = request.headers.get("x-ms-date") ?? request.headers.get("date");
  const signedMs = Date.parse(date ?? "");
  if (!(Math.abs(nowMs - signedMs) <= SKEW_MS_MAX)) {
    throw denied(
      `The clocks are too far apart: the request says "${date ?? ""}"`,
    );
  }
}

/** The string that the client must have signed. */
export function sharedKeyText(request: BlobRequest, account: string): string {
  const { method, headers, path, query } = request;
  const values = HEADERS.map((name) => {
    const value = headers.get(name) ?? "";
    if (name === "content-length" && value === "0") return "";
    return name === "date" && headers.has("x-ms-date") ? "" : value;
  });
  const own = [...headers].filter(([name]) => name.startsWith("x-ms-"))
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, value]) => `${name}:${value}\n`);
  const resource = [...query].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, value]) => `\n${name}:${value}`);
  return [method, ...values].join("\n") + "\n" + own.join("") +
    `/${account}${path}${resource.join("")}`;
}

/** The refusal of a signature, with its reason where Azure has it. */
export function denied(reason: string): BlobError {
  return new BlobError("AuthenticationFailed", {
    details: [["AuthenticationErrorDetail", reason]],
  });
}
