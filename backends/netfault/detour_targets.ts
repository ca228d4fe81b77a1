/**
 * Leads targets through a way that fails: their connections go there, and all
 * names stay. Goes in: targets and faults; comes out: the same targets with
 * detours, and the way.
 */
import type { Detour } from "../../ffi/mod.ts";
import { readAzureSettings } from "../azure/azure_settings.ts";
import type { RelayPort } from "../core_port.ts";
import {
  gatewayClientSettings,
  readGatewaySettings,
} from "../gateway/gateway_settings.ts";
import { readS3Settings } from "../s3/s3_settings.ts";
import type { Target } from "../targets/target.ts";
import { TargetsError } from "../targets/targets_error.ts";
import { authorityOf, type FaultyWay, openFaultyWay } from "./faulty_way.ts";
import type { WayEndpoint } from "./faulty_way.ts";
import { NetFaultError, readNetFaults } from "./read_net_faults.ts";

export interface DetourOptions {
  readonly core: RelayPort;
  /** The value of a variable of the environment. */
  readonly env: (name: string) => string | undefined;
  /** As `--net-fault` takes them. */
  readonly faults: readonly string[];
  /** False: nothing fails before `way.arm(true)`. True when absent. */
  readonly isArmed?: boolean;
}

/** Targets that are reached by a way; closing it ends their connections. */
export interface DetouredTargets {
  readonly targets: readonly Target[];
  readonly way: FaultyWay;
}

/** How a target is reached: its endpoints, and the names they go by. */
interface Reached {
  readonly endpoints: readonly WayEndpoint[];
  /** `host:port` of connections, for each endpoint. */
  readonly names: readonly (readonly string[])[];
  readonly hasProxy: boolean;
}

/**
 * Fails with a `NetFaultError` that holds every fault and target that cannot
 * be, and with a `StorageError` for an endpoint whose name does not resolve.
 */
export async function detourTargets(
  targets: readonly Target[],
  options: DetourOptions,
): Promise<DetouredTargets> {
  const mistakes: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      const isMistake = error instanceof NetFaultError ||
        error instanceof TargetsError;
      if (!isMistake) throw error;
      mistakes.push(...error.mistakes);
    }
  };
  attempt(() => readNetFaults(options.faults));
  const reached = targets.map((target) =>
    attempt(() => readReached(target, options.env))
  );
  if (mistakes.length > 0) throw new NetFaultError(mistakes);
  const way = await openFaultyWay({
    ...options,
    endpoints: reached.flatMap((one) => one?.endpoints ?? []),
  });
  let at = 0;
  const detoured = targets.map((target, index): Target => {
    const { names = [] } = reached[index] ?? {};
    const detours = names.flatMap((of): Detour[] => {
      const to = authorityOf(way.urls[at++] ?? "");
      return of.map((from) => ({ from, to }));
    });
    return { ...target, detours };
  });
  return { targets: detoured, way };
}

function readReached(target: Target, env: DetourOptions["env"]): Reached {
  const { scheme, text } = target.url;
  if (scheme === "gateway") return reachedGateway(target);
  if (scheme !== "s3" && scheme !== "az") {
    throw new NetFaultError([
      `Cannot break the network of "${text}": nothing of it goes over a ` +
      "network: use s3:, az: or gateway:, or --fault",
    ]);
  }
  const reached = scheme === "s3"
    ? reachedS3(target, env)
    : reachedAzure(target, env);
  if (!reached.hasProxy) return reached;
  throw new NetFaultError([
    `Cannot break the network of "${text}": it is reached by a proxy: leave ` +
    "out the setting proxy",
  ]);
}

function reachedS3(target: Target, env: DetourOptions["env"]): Reached {
  const { bucket, endpoints, httpVersion, pathStyle, proxy } = readS3Settings(
    target,
    env,
  );
  return {
    endpoints: endpoints.map((url) => asEndpoint(url, httpVersion)),
    names: endpoints.map((url) => {
      const authority = authorityOf(url);
      return pathStyle ? [authority] : [authority, `${bucket}.${authority}`];
    }),
    hasProxy: proxy !== undefined,
  };
}

function reachedGateway(target: Target): Reached {
  const { endpoints } = gatewayClientSettings(readGatewaySettings(target));
  return {
    endpoints: endpoints.map((url) => asEndpoint(url, 1)),
    names: endpoints.map((url) => [authorityOf(url)]),
    hasProxy: false,
  };
}

function reachedAzure(target: Target, env: DetourOptions["env"]): Reached {
  const { httpVersion, proxy, services } = readAzureSettings(target, env);
  return {
    endpoints: services.map(({ origin }) => asEndpoint(origin, httpVersion)),
    names: services.map(({ origin }) => [authorityOf(origin)]),
    hasProxy: proxy !== undefined,
  };
}

function asEndpoint(url: string, httpVersion: 1 | 2): WayEndpoint {
  return { url, isSealed: url.startsWith("https:") || httpVersion === 2 };
}
