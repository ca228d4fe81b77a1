/**
 * What clients that fight over keys are handed: a way of their own into every
 * endpoint of a target, and a file that keeps their attempts.
 */
import { endpointTargets, openBackend, type Target } from "../backends/mod.ts";
import type { ConsistencyPorts, Plan } from "../engine/mod.ts";
import { openHistory } from "./store/history_file.ts";
import type { Wiring } from "./wiring.ts";

/** What the ways are put together from. */
export interface ClientWaysOptions {
  readonly plan: Plan;
  readonly targets: readonly Target[];
  readonly wiring: Wiring;
  /** Folder of the run, where histories are kept. */
  readonly folder: string;
}

/** Clients of folders and memory share the one backend that was opened. */
export function clientWays(options: ClientWaysOptions): ConsistencyPorts {
  const { plan, targets, wiring, folder } = options;
  return {
    endpoints(name) {
      const target = targets.find((one) => one.name === name);
      const backend = wiring.backend(name);
      const isServed = target?.url.scheme === "s3" ||
        target?.url.scheme === "az" || target?.url.scheme === "gateway";
      if (target === undefined || !isServed) return [{ name, backend }];
      return endpointTargets(target).map((way) => ({
        name: endpointName(way),
        backend,
        connect: () => openBackend(way, { core: wiring.core }),
      }));
    },
    history(target, step) {
      const number = plan.targets.findIndex(({ name }) => name === target);
      return openHistory(`${folder}/history-${number}-${step}.jsonl`);
    },
  };
}

/** Where it is, if that is known: names of targets all lead to one store. */
function endpointName({ name, settings }: Target): string {
  const { endpoint } = settings;
  return typeof endpoint === "string" && endpoint !== ""
    ? endpoint.replace(/\/\/[^/]*@/, "//***@")
    : name;
}
