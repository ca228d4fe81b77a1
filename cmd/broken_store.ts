/**
 * A store behind a network that fails in one way, for the case that tries how
 * failures are told: a server that answers all, a way to it that lets nothing
 * through unharmed, and a backend at the other end of it.
 */
import {
  type CorePort,
  openBackend,
  openFaultyWay,
  parseUrl,
  type RelayPort,
  Secret,
  type Target,
} from "../backends/mod.ts";
import type { BrokenStore, NetworkFault } from "../engine/mod.ts";
import type { Wiring } from "./wiring.ts";

/** A stall is waited for as long. */
const STALL_MS = 700;
/** For faults that are told at once, also on a host that is busy. */
const PATIENCE_MS = 30_000;

/** Each happens to every connection or request. */
const FAULTS: Readonly<Record<NetworkFault, string>> = {
  refused: "refuse:arg=3600000",
  reset: "reset-request",
  stalled: "half-open",
  truncated: "cut:arg=10",
};

/** Opens the server, the way, then the backend; changes no target. */
export async function openBrokenStore(
  core: CorePort & RelayPort,
  scheme: string,
  fault: NetworkFault,
): Promise<BrokenStore> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(new Uint8Array(1000), { headers: { etag: '"0"' } }),
  );
  const endpoint = `http://127.0.0.1:${server.addr.port}`;
  const faults = [FAULTS[fault]];
  const way = await openFaultyWay({ core, endpoints: [endpoint], faults });
  const close = async () => {
    way.close();
    await server.shutdown();
  };
  try {
    const target = brokenTarget(
      scheme,
      way.url,
      fault === "stalled" ? STALL_MS : PATIENCE_MS,
    );
    const backend = await openBackend(target, { core });
    return {
      backend,
      close: async () => {
        await backend.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The store that a target is in, at a bucket that is not there. */
export async function openMissingStore(
  wiring: Pick<Wiring, "core" | "target">,
  name: string,
): Promise<BrokenStore | null> {
  const { url, settings } = wiring.target(name);
  if (!("container" in url)) return null;
  const missing = parseUrl(`${url.scheme}://stor-verify-missing`, { cwd: "/" });
  const target = { name: missing.text, url: missing, settings };
  const backend = await openBackend(target, { core: wiring.core });
  return { backend, close: () => backend.close() };
}

function brokenTarget(
  scheme: string,
  host: string,
  patienceMs: number,
): Target {
  const patience = {
    connectTimeoutMs: patienceMs,
    stallTimeoutMs: patienceMs,
    requestTimeoutMs: 2 * patienceMs,
  };
  const settings: Target["settings"] = scheme === "s3"
    ? {
      endpoint: host,
      region: "us-east-1",
      accessKeyId: "nobody",
      secretAccessKey: new Secret("nothing"),
      pathStyle: true,
      ...patience,
    }
    : {
      endpoint: `${host}/nobody`,
      account: "nobody",
      accountKey: new Secret(btoa("nothing")),
      ...patience,
    };
  const url = parseUrl(`${scheme}://stor-verify-broken`, { cwd: "/" });
  return { name: url.text, url, settings };
}
