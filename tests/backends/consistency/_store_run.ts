/** Clients against a reference endpoint and its replicas, through a backend. */
import { type Backend, openBackend, parseUrl } from "../../../backends/mod.ts";
import {
  type Arming,
  AzureEndpoint,
  S3Endpoint,
} from "../../../backends/reference/mod.ts";
import {
  type ConsistencyOptions,
  type ConsistencyReport,
  runConsistency,
} from "../../../engine/workloads/consistency/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";

/** Both endpoints, as far as a run needs them. */
interface Endpoint extends AsyncDisposable {
  readonly url: string;
  readonly targetUrl: string;
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly mutants: { fired(name: string): number };
  replica(armings: readonly Arming[]): Endpoint;
}

export interface StoreRun {
  readonly store: "s3" | "azure";
  /** Of the endpoint, then of each replica of it. */
  readonly mutants: readonly (readonly Arming[])[];
  readonly options?: Partial<ConsistencyOptions>;
}

/** What the run came to, and how often all addresses lied by that name. */
export interface StoreRan {
  readonly report: ConsistencyReport;
  fired(name: string): number;
}

/** What each run has unless it says otherwise; uploads have small parts. */
const USUAL = {
  prefix: "",
  seed: 1,
  nowNs: () => performance.now() * 1e6,
  clients: 6,
  keys: 2,
  operations: 600,
  partSizeBytes: 512,
};

/** Over an empty folder that is gone afterwards. */
export async function runOnStore(run: StoreRun): Promise<StoreRan> {
  const [first = [], ...others] = run.mutants;
  const ran: StoreRan[] = [];
  await withScratch(async (folder) => {
    await using endpoint = await start(run.store, folder, first);
    const all = [endpoint, ...others.map((arms) => endpoint.replica(arms))];
    const backends = await Promise.all(all.map((one) => open(one)));
    try {
      const report = await runConsistency({
        ...USUAL,
        endpoints: backends.map((backend, at) => ({
          name: all[at]?.url ?? "",
          backend,
          connect: () => open(all[at] ?? endpoint),
        })),
        ...run.options,
      });
      const fired = (name: string) =>
        all.reduce((sum, { mutants }) => sum + mutants.fired(name), 0);
      const counts = new Map(
        run.mutants.flat().map(({ name }) => [name, fired(name)]),
      );
      ran.push({ report, fired: (name) => counts.get(name) ?? 0 });
    } finally {
      await Promise.all(backends.map((backend) => backend.close()));
    }
  });
  const [only] = ran;
  if (only === undefined) throw new Error("The endpoint did not run");
  return only;
}

function start(
  store: StoreRun["store"],
  folder: string,
  mutants: readonly Arming[],
): Promise<Endpoint> {
  return store === "azure"
    ? AzureEndpoint.start({ folder, mutants })
    : S3Endpoint.start({ folder, mutants, limits: { partBytesMin: 1 } });
}

async function open({ targetUrl, settings }: Endpoint): Promise<Backend> {
  const url = parseUrl(`${targetUrl}/race`);
  const target = { name: "store", url, settings };
  return await openBackend(target, { core: new DiskCore() });
}
