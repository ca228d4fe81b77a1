/** From what was asked for and what was found to a plan; touches nothing. */
import {
  type Backend,
  consistencyPromise,
  endpointTargets,
} from "../backends/mod.ts";
import { compilePlan, type Plan } from "../engine/mod.ts";
import { loadCatalogue } from "./case_catalogue.ts";
import type { Context } from "./context.ts";
import { sampleClient } from "./loader_sites.ts";
import type { Selection } from "./selection.ts";
import type { AskedLoads, OpenedTarget } from "./wiring.ts";

/** Draws the run id, and a seed when none was given. */
export function makePlan(
  context: Pick<Context, "random">,
  selection: Selection,
  opened: readonly OpenedTarget[],
): Plan {
  return compilePlan({
    profile: selection.profile,
    targets: opened.map(({ target, backend, facts, store }) => ({
      name: target.name,
      url: backend.url,
      facts,
      store,
      movesStreams: backend.streams !== undefined,
      holdsTables: TABLE_NEEDS.every((one) => backend.capabilities.has(one)),
      samples: sampleClient(backend, target.url.scheme),
      consistency: hasKeys(backend)
        ? {
          promise: consistencyPromise(target),
          endpoints: endpointTargets(target).length,
        }
        : null,
    })),
    runId: drawHex(context),
    seed: selection.seed ?? drawHex(context),
    cpuCount: navigator.hardwareConcurrency,
    caseIds: loadCatalogue().ids,
  });
}

/** What tables are made of. */
const TABLE_NEEDS = [
  "read",
  "readRange",
  "write",
  "writeIfAbsent",
  "list",
  "delete",
] as const;

function hasKeys({ capabilities }: Backend): boolean {
  return capabilities.has("read") && capabilities.has("write");
}

/** What the steps of a profile load. */
export function askedLoads({ profile }: Selection): AskedLoads {
  const has = (kind: string) => profile.steps.some((one) => one.kind === kind);
  return { offsets: has("block"), keys: has("object") };
}

/** 64 bits as 16 hex digits. */
function drawHex(context: Pick<Context, "random">): string {
  return [...context.random(8)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
