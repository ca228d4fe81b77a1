/** Clients against the reference S3 endpoint, through the s3 backend. */
import { type Backend, openBackend } from "../../../backends/mod.ts";
import type { Arming, S3Endpoint } from "../../../backends/reference/mod.ts";
import {
  type ConsistencyOptions,
  type ConsistencyReport,
  runConsistency,
} from "../../../engine/workloads/consistency/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { targetOf, withEndpoint } from "../s3/_s3_server.ts";

export interface S3Run {
  /** Of the endpoint, then of each replica of it. */
  readonly mutants: readonly (readonly Arming[])[];
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly options?: Partial<ConsistencyOptions>;
}

/** What the run came to, and how often each endpoint lied by that name. */
export interface S3Ran {
  readonly report: ConsistencyReport;
  fired(name: string): number;
}

/** Uploads have small parts here; the endpoint takes them. */
export async function runOnS3(run: S3Run): Promise<S3Ran> {
  const [first = [], ...others] = run.mutants;
  let ran: S3Ran | undefined;
  await withEndpoint(async (endpoint) => {
    const all = [endpoint, ...others.map((arms) => endpoint.replica(arms))];
    const backends = await Promise.all(all.map((one) => open(one, run)));
    try {
      const report = await runConsistency({
        endpoints: backends.map((backend, at) => ({
          name: all[at]?.url ?? "",
          backend,
        })),
        prefix: "",
        seed: 1,
        nowNs: () => performance.now() * 1e6,
        clients: 6,
        keys: 2,
        operations: 600,
        partSizeBytes: 512,
        ...run.options,
      });
      const fired = (name: string) =>
        all.reduce((sum, { mutants }) => sum + mutants.fired(name), 0);
      const counts = new Map(
        run.mutants.flat().map(({ name }) => [name, fired(name)]),
      );
      ran = { report, fired: (name) => counts.get(name) ?? 0 };
    } finally {
      await Promise.all(backends.map((backend) => backend.close()));
    }
  }, { mutants: first, limits: { partBytesMin: 1 } });
  if (ran === undefined) throw new Error("The endpoint did not run");
  return ran;
}

async function open(endpoint: S3Endpoint, run: S3Run): Promise<Backend> {
  const target = targetOf(`${endpoint.targetUrl}/race`, {
    ...endpoint.settings,
    ...run.settings,
  });
  return await openBackend(target, { core: new DiskCore() });
}
