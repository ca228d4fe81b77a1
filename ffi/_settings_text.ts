/**
 * Puts `StoreSettings` into the text that `sv_store_open` takes. It holds
 * secrets: the caller overwrites the bytes, and no failure quotes a value.
 */
import { CoreError, STATUSES } from "./status.ts";
import type { StoreSettings } from "./store_settings.ts";

/** The text, and the names of its lines in order, to say which was refused. */
export interface SettingsText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly names: readonly string[];
}

/** Settings that are absent are left to the core's defaults. */
export function settingsText(settings: StoreSettings): SettingsText {
  const lines = linesOf(settings);
  for (const [name, value] of lines) checkLine(name, value);
  const text = lines.map(([name, value]) => `${name}=${value}\0`).join("");
  return {
    bytes: new TextEncoder().encode(`${text}\0`),
    names: lines.map(([name]) => name),
  };
}

function linesOf(settings: StoreSettings): (readonly [string, string])[] {
  const { kind, endpoints, bucket, prefix, pathStyle } = settings;
  const optional: Readonly<Record<string, string | number | undefined>> = {
    region: settings.region,
    access_key: settings.accessKey,
    secret_key: settings.secretKey,
    session_token: settings.sessionToken,
    sas: settings.sas,
    bearer: settings.bearer,
    ca_file: settings.caFile,
    proxy: settings.proxy,
    detours: settings.detours?.map(({ from, to }) => `${from}:${to}`).join(","),
    insecure: settings.insecure === true ? 1 : undefined,
    connect_timeout_ms: settings.connectTimeoutMs,
    stall_timeout_ms: settings.stallTimeoutMs,
    request_timeout_ms: settings.requestTimeoutMs,
    checksum: settings.checksum,
    http_version: settings.httpVersion,
  };
  return [
    ["kind", kind],
    ...endpoints.map((endpoint) => ["endpoint", endpoint] as const),
    ["bucket", bucket],
    ["prefix", prefix],
    ["path_style", pathStyle ? "1" : "0"],
    ...Object.entries(optional).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const]
    ),
  ];
}

/** A NUL would end the value early; a line break could start a header. */
function checkLine(name: string, value: string): void {
  if (!["\0", "\r", "\n"].some((mark) => value.includes(mark))) return;
  throw new CoreError(
    `Cannot open the store: the setting "${name}" holds a NUL or a line break`,
    { status: STATUSES.LAYOUT[0], operation: "open store" },
  );
}
