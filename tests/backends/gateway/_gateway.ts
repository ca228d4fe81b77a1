/** A backend over a whole cluster in this process. */
import { type Backend, openBackend, parseUrl } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import {
  type Cluster,
  type ClusterShape,
  withCluster,
} from "../reference/cluster/_cluster.ts";

/** Hands over a backend at `path` of the gateway, and the cluster below it. */
export async function withGateway(
  options: ClusterShape & { readonly path?: string },
  body: (backend: Backend, cluster: Cluster) => Promise<void>,
): Promise<void> {
  await withCluster(options, async (cluster) => {
    const { port } = cluster.gateway;
    await withGatewayAt(
      port,
      options.path ?? "",
      (backend) => body(backend, cluster),
    );
  });
}

/** The same over whatever listens at that port. */
export async function withGatewayAt(
  port: number,
  path: string,
  body: (backend: Backend) => Promise<void>,
): Promise<void> {
  using core = loadCore();
  const url = parseUrl(`gateway://127.0.0.1:${port}${path}`);
  const target = { name: "gateway", url, settings: {} };
  const backend = await openBackend(target, { core });
  try {
    await body(backend);
  } finally {
    await backend.close();
  }
}
