import { assertEquals } from "@std/assert";
import type { ProofOptions } from "../../../cmd/prove/proof_options.ts";
import { runProof } from "../../../cmd/prove/run_proof.ts";
import { testContext } from "../../_support/cli.ts";
import { noInterrupt } from "./_bench.ts";

const OPTIONS: ProofOptions = {
  backends: ["mem"],
  faults: new Set(["zeroed", "short-part"]),
  flips: false,
  cleanUnits: 0,
  seed: "42",
};

async function prove(changes: Partial<ProofOptions>, isStopped = false) {
  const folder = await Deno.makeTempDir();
  try {
    const stop = new AbortController();
    if (isStopped) stop.abort();
    const said: string[] = [];
    const proof = await runProof({
      context: testContext(),
      options: { ...OPTIONS, folder, ...changes },
      interrupt: { ...noInterrupt(), signal: stop.signal },
      say: (line) => said.push(line),
    });
    assertEquals([...Deno.readDirSync(folder)], []);
    return { proof, said };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runProof() proves what it is asked for, and leaves nothing", async () => {
  const { proof, said } = await prove({});
  assertEquals(proof.cells.map(({ outcome }) => outcome), ["named", "absent"]);
  assertEquals([proof.flips, proof.clean], [null, null]);
  assertEquals(proof.verdict.exit, 0);
  assertEquals(said, ["mem: 1 of 1 faults named"]);
});

Deno.test("runProof() compares the clean units that it is asked for", async () => {
  const { proof } = await prove({ faults: new Set(), cleanUnits: 1000 });
  assertEquals([proof.cells, proof.verdict.exit], [[], 0]);
  assertEquals(proof.clean?.asked, 1000);
});

Deno.test("runProof() ends in order when it is stopped", async () => {
  const { proof } = await prove({ cleanUnits: 1000 }, true);
  assertEquals([proof.cells, proof.verdict.exit], [[], 130]);
});
