/**
 * What a `gateway:` target says, as one whole value. Goes in: a target; comes
 * out: where the gateway is and how long it may take.
 */
import type { Detour } from "../../ffi/mod.ts";
import type { ClientSettings } from "../store/sdk/client_settings.ts";
import type { Target } from "../targets/target.ts";
import { TargetsError } from "../targets/targets_error.ts";

/** Of one gateway; it has no secret. */
export interface GatewaySettings {
  /** As it may be printed. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Empty, or ends with a slash. */
  readonly prefix: string;
  /** `host:port` of each; empty: as `/health` tells them. */
  readonly chunkServers: readonly string[];
  /** A checksum goes with every put under load. */
  readonly checksum: "none" | "crc32c";
  readonly connectTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** Up to the head of an answer; 0: no bound. */
  readonly requestTimeoutMs: number;
  readonly detours?: readonly Detour[];
}

/** Fails with a `TargetsError` that names every mistake. */
export function readGatewaySettings(target: Target): GatewaySettings {
  const { url, settings, detours } = target;
  if (url.scheme !== "gateway") {
    throw new TargetsError([`Cannot use "${url.text}" as a gateway`]);
  }
  const count = (name: string, absent: number) => {
    const value = settings[name];
    return typeof value === "number" ? value : absent;
  };
  const written = settings["chunkServers"];
  const chunkServers = typeof written === "string"
    ? written.split(/[,\s]+/).filter((one) => one !== "")
    : [];
  const odd = chunkServers.filter((one) => !isAddress(one));
  if (odd.length > 0) {
    throw new TargetsError(
      odd.map((one) =>
        `Cannot open "${url.text}": the chunk server "${one}" is no address: ` +
        "write host:port"
      ),
    );
  }
  return {
    ...{ url: url.text, host: url.host, port: url.port, prefix: url.prefix },
    chunkServers,
    checksum: settings["checksum"] === "crc32c" ? "crc32c" : "none",
    connectTimeoutMs: count("connectTimeoutMs", 10_000),
    stallTimeoutMs: count("stallTimeoutMs", 30_000),
    requestTimeoutMs: count("requestTimeoutMs", 0),
    ...(detours !== undefined && { detours }),
  };
}

/** What lanes of the script need to reach it. */
export function gatewayClientSettings(
  settings: GatewaySettings,
): ClientSettings {
  const { prefix, checksum, detours } = settings;
  return {
    kind: "gateway",
    endpoints: [gatewayEndpoint(settings)],
    // Nothing of a gateway is in buckets.
    bucket: "",
    pathStyle: true,
    ...{ prefix, checksum },
    connectTimeoutMs: settings.connectTimeoutMs,
    stallTimeoutMs: settings.stallTimeoutMs,
    requestTimeoutMs: settings.requestTimeoutMs,
    ...(detours !== undefined && { detours }),
  };
}

/** As clients of HTTP are told it. */
export function gatewayEndpoint(
  { host, port }: Pick<GatewaySettings, "host" | "port">,
): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Splits `host:port`, `[::1]:port`; `null` for what is no address. */
export function readAddress(
  text: string,
): { readonly host: string; readonly port: number } | null {
  const found = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/
    .exec(text);
  const port = Number(found?.[3] ?? 0);
  if (found === null || port < 1 || port > 65535) return null;
  return { host: found[1] ?? found[2] ?? "", port };
}

function isAddress(text: string): boolean {
  return readAddress(text) !== null;
}
