/**
 * Clients against an honest reference endpoint behind a network that fails. The
 * endpoint has a thread of its own, so that clients and it run at once.
 */
import {
  detourTargets,
  type FaultyWay,
  openBackend,
  parseUrl,
  type Target,
} from "../../../backends/mod.ts";
import {
  type ConsistencyReport,
  runConsistency,
} from "../../../engine/workloads/consistency/mod.ts";
import { type Core, loadCore } from "../../../ffi/mod.ts";
import { withScratch } from "../_scratch.ts";
import type { EndpointAddress, EndpointRequest } from "./_endpoint_worker.ts";

export interface HonestRun {
  readonly store: EndpointRequest["store"];
  readonly operations: number;
  readonly seed: number;
  readonly faults: readonly string[];
  /** Told after each attempt how many have ended. */
  say?(ended: number): void;
}

export interface HonestRan {
  readonly report: ConsistencyReport;
  readonly counts: ReturnType<FaultyWay["counts"]>;
  /** To judge all of it, once the last client was done. */
  readonly judgedMs: number;
}

/** Waits are short: on loopback nothing takes so long but by a fault. */
const PATIENCE = {
  connectTimeoutMs: 2000,
  stallTimeoutMs: 1500,
  requestTimeoutMs: 3000,
};

/** All faults happen to both addresses of the store. */
export async function runHonest(run: HonestRun): Promise<HonestRan> {
  const ran: HonestRan[] = [];
  await withScratch(async (folder) => {
    const worker = new Worker(
      new URL("./_endpoint_worker.ts", import.meta.url),
      {
        type: "module",
      },
    );
    try {
      const addresses = await started(worker, { store: run.store, folder });
      using core = loadCore();
      ran.push(await runAt(addresses, core, run));
    } finally {
      worker.terminate();
    }
  });
  const [only] = ran;
  if (only === undefined) throw new Error("The endpoint did not run");
  return only;
}

function started(
  worker: Worker,
  request: EndpointRequest,
): Promise<readonly EndpointAddress[]> {
  const { promise, resolve, reject } = Promise.withResolvers<
    readonly EndpointAddress[]
  >();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.postMessage(request);
  return promise;
}

async function runAt(
  addresses: readonly EndpointAddress[],
  core: Core,
  { operations, seed, faults, say = () => {} }: HonestRun,
): Promise<HonestRan> {
  const { targets, way } = await detourTargets(
    addresses.map(({ targetUrl, settings }): Target => ({
      name: "store",
      url: parseUrl(`${targetUrl}/race`),
      settings: { ...settings, ...PATIENCE },
    })),
    { core, env: () => undefined, faults },
  );
  using _way = way;
  const open = (target: Target) => openBackend(target, { core });
  const ways = await Promise.all(
    targets.map(async (target) => ({ target, backend: await open(target) })),
  );
  let ended = 0;
  let endedMs = 0;
  try {
    const report = await runConsistency({
      endpoints: ways.map(({ target, backend }, at) => ({
        name: `address ${at}`,
        backend,
        connect: () => open(target),
      })),
      prefix: "",
      seed,
      nowNs: () => Number(core.nowNs()),
      clients: 16,
      keys: 8,
      operations,
      partSizeBytes: 512,
      keep: () => {
        say(++ended);
        endedMs = performance.now();
      },
    });
    const judgedMs = performance.now() - endedMs;
    return { report, counts: way.counts(), judgedMs };
  } finally {
    await Promise.all(ways.map(({ backend }) => backend.close()));
  }
}
