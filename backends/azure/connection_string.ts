/**
 * Reads an Azure storage connection string, `Name=value;Name=value`. Pure. Its
 * values are secrets: no error repeats one.
 */
import { TargetsError } from "../targets/targets_error.ts";

/** What a connection string can say about blobs. */
export interface ConnectionString {
  readonly account?: string;
  readonly accountKey?: string;
  readonly sasToken?: string;
  readonly endpoint?: string;
}

/** What the emulator listens on and trusts, as all of its kind do. */
const DEVELOPMENT: ConnectionString = {
  account: "devstoreaccount1",
  accountKey: "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6" +
    "tq/K1SZFPTOtr/KBHBeksoGMGw==",
  endpoint: "http://127.0.0.1:10000/devstoreaccount1",
};

/**
 * @example Usage
 * ```ts
 * import { parseConnectionString } from "./connection_string.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "AccountName=a;AccountKey=aw==;EndpointSuffix=core.windows.net";
 * const { endpoint } = parseConnectionString(text);
 * assertEquals(endpoint, "https://a.blob.core.windows.net");
 * ```
 */
export function parseConnectionString(text: string): ConnectionString {
  const fields = new Map<string, string>();
  for (const field of text.split(";")) {
    if (field.trim() === "") continue;
    // Keys and signatures hold "=" themselves: only the first one divides.
    const at = field.indexOf("=");
    if (at < 1) {
      throw new TargetsError([
        "Cannot use the connection string: a part has no name: each part is " +
        '"Name=value", and ";" stands between them',
      ]);
    }
    fields.set(field.slice(0, at).trim().toLowerCase(), field.slice(at + 1));
  }
  if (fields.get("usedevelopmentstorage")?.toLowerCase() === "true") {
    return DEVELOPMENT;
  }
  const account = fields.get("accountname");
  const suffix = fields.get("endpointsuffix");
  const scheme = fields.get("defaultendpointsprotocol") ?? "https";
  const named = fields.get("blobendpoint");
  const endpoint = named ??
    (account === undefined || suffix === undefined
      ? undefined
      : `${scheme}://${account}.blob.${suffix}`);
  return withoutGaps({
    account,
    accountKey: fields.get("accountkey"),
    sasToken: fields.get("sharedaccesssignature"),
    endpoint,
  });
}

function withoutGaps(
  fields: { readonly [Name in keyof ConnectionString]: string | undefined },
): ConnectionString {
  const { account, accountKey, sasToken, endpoint } = fields;
  return {
    ...(account === undefined ? {} : { account }),
    ...(accountKey === undefined ? {} : { accountKey }),
    ...(sasToken === undefined ? {} : { sasToken }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}
