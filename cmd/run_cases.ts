/**
 * The runner of cases that a run hands to the workers: cases of the catalogue
 * over the opened targets, with the conformance suite, an MD5 and the ways in.
 */
import { createHash } from "node:crypto";
import {
  type Backend,
  knownDeviation,
  runConformance,
  SCHEMES,
} from "../backends/mod.ts";
import {
  type CaseOutcome,
  type CasesRunner,
  type Plan,
  runCases,
  shellWord,
} from "../engine/mod.ts";
import { openBrokenStore, openMissingStore } from "./broken_store.ts";
import { loadCatalogue } from "./case_catalogue.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import { copyPorts } from "./copy/copy_ports.ts";
import { loaderCasePorts } from "./frameworks/loader_case_ports.ts";
import { powerCutsOf } from "./power_cuts.ts";
import { runsPath } from "./store/run_store.ts";
import { tableCasePorts } from "./table/table_case_ports.ts";
import { uriReaders } from "./uri_readers.ts";
import { clusterCasePorts } from "./cluster_case_ports.ts";
import type { Wiring } from "./wiring.ts";

/** What a runner is put together from. */
export interface RunnerOptions {
  readonly context: Context;
  readonly args: Pick<Args, "text" | "texts">;
  readonly plan: Plan;
  readonly wiring: Wiring;
  readonly hardSignal: AbortSignal;
}

/** After a case was left behind the wiring is abandoned. */
export function casesRunner(options: RunnerOptions): CasesRunner {
  const { args, context, plan, wiring } = options;
  const catalogue = loadCatalogue();
  return async ({ target, step, emit, signal }) => {
    const backend = wiring.backend(target);
    const isLoadedDevice = plan.targets.some(({ name, space }) =>
      name === target && space?.kind === "device"
    );
    const end = await runCases({
      catalogue,
      selected: step.cases,
      step: step.name,
      target: { name: target, url: backend.url, backend },
      seed: plan.seed,
      ports: {
        clock: {
          nowNs: () => wiring.core.nowNs(),
          sleepMs: (ms, until) => context.clock.sleepMs(ms, until),
        },
        conform: (id, seed) =>
          isLoadedDevice && id.startsWith("block.")
            ? Promise.resolve(skipped(
              "It would overwrite what this run's load wrote to the device",
            ))
            : conform(backend, { id, seed }),
        md5: (bytes) => createHash("md5").update(bytes).digest("hex"),
        sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
        copies: copyPorts(context, wiring.core),
        loader: loaderCasePorts(context, wiring.core),
        table: tableCasePorts(context, wiring.core),
        ...clusterCasePorts(context, wiring, target),
        uriReaders: uriReaders(context, args),
        schemes: SCHEMES,
        brokenStore: (scheme, fault) =>
          openBrokenStore(wiring.core, scheme, fault),
        missingStore: () => openMissingStore(wiring, target),
        powerCuts: powerCutsOf({
          core: wiring.core,
          backend,
          seed: plan.seed,
          folder: () => `${runsPath(context, args)}/${plan.runId}`,
          signal,
          pause: () => context.clock.sleepMs(0, signal),
        }),
        again: (id, url) => againCommand({ args, id, url, seed: plan.seed }),
      },
      withSlow: args.texts("include").includes("slow"),
      signal,
      hardSignal: options.hardSignal,
      emit,
    });
    if (end.isAbandoned) wiring.abandon();
  };
}

interface AgainOptions {
  readonly args: Pick<Args, "texts">;
  readonly id: string;
  readonly url: string;
  readonly seed: string;
}

/** What runs one case again in the same way; for a shell. */
export function againCommand(options: AgainOptions): string {
  const { args, id, seed, url } = options;
  const flags = [
    ["--select", id],
    ["--target", url],
    ["--seed", seed],
    ...args.texts("include").map((word) => ["--include", word]),
    ...args.texts("fault").map((fault) => ["--fault", fault]),
  ];
  const words = flags.flat().map(shellWord);
  return `stor-verify cases run ${words.join(" ")}`;
}

/** One case of the suite; names the keys that it could not take away. */
export async function conform(
  backend: Backend,
  { id, seed }: { readonly id: string; readonly seed: number },
): Promise<CaseOutcome> {
  const { results, left } = await runConformance(backend, {
    seed,
    select: (one) => one === id,
  });
  const [result] = results;
  if (result === undefined) {
    return skipped("It claims the capability: cases of the promise try it");
  }
  const { outcome } = result;
  const known = ["broken", "failed"].includes(outcome)
    ? knownDeviation(id, backend.server)
    : undefined;
  const reason = known === undefined
    ? result.reason
    : `${result.reason}; known of ${known.server} ${known.version}: ` +
      known.reason;
  if (left.length === 0) return { verdict: outcome, reason };
  const keys = left.map((key) => JSON.stringify(key)).join(", ");
  return { verdict: outcome, reason: `${reason}; left behind: ${keys}` };
}

function skipped(reason: string): CaseOutcome {
  return { verdict: "skipped", reason };
}
