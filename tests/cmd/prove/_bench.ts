/** A bench in a scratch folder, for tests that run with a real core. */
import { openBench, type ProofBench } from "../../../cmd/prove/proof_bench.ts";
import { FAULT_CLASSES, type ProofBackend } from "../../../engine/mod.ts";
import type { FaultClass } from "../../../engine/mod.ts";
import { testContext } from "../../_support/cli.ts";

/** Nobody interrupts it. */
export function noInterrupt(): ProofBench["interrupt"] {
  const { signal } = new AbortController();
  return { signal, hardSignal: signal };
}

/** Opens a bench for `body`, and removes all of it. */
export async function withBench(
  backend: ProofBackend,
  body: (bench: ProofBench, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-bench-" });
  try {
    await using bench = await openBench(backend, {
      context: testContext(),
      folder,
      interrupt: noInterrupt(),
    });
    await body(bench, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The class of that id. */
export function faultClass(id: string): FaultClass {
  const found = FAULT_CLASSES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no class ${id}`);
  return found;
}
