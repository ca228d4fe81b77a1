/** What cases of a cluster are handed, for targets that are a gateway. */
import { openCluster } from "../backends/mod.ts";
import type { ClusterCasePorts } from "../engine/mod.ts";
import type { Context } from "./context.ts";
import type { Wiring } from "./wiring.ts";

/** Nothing for another target. */
export function clusterCasePorts(
  context: { readonly clock: Pick<Context["clock"], "sleepMs"> },
  wiring: Pick<Wiring, "core" | "target">,
  name: string,
): { readonly cluster?: ClusterCasePorts } {
  const target = wiring.target(name);
  if (target.url.scheme !== "gateway") return {};
  const { core } = wiring;
  return {
    cluster: {
      open: () => openCluster(target, core),
      crc32c: (bytes, seed) => core.crc32c(bytes, seed),
      nowNs: () => core.nowNs(),
      sleepMs: (ms) => context.clock.sleepMs(ms, new AbortController().signal),
    },
  };
}
