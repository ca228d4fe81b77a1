import { assertEquals } from "@std/assert";
import type { CleanRun, CleanUnits } from "../../../engine/proof/proof.ts";
import {
  accusedUnits,
  comparedUnits,
  proofVerdict,
  type Tried,
} from "../../../engine/proof/proof_verdict.ts";
import { cell } from "./proof_fixture.ts";

function cleanRun(changes: Partial<CleanRun> = {}): CleanRun {
  return {
    backend: "mem",
    load: "mixed",
    comparedUnits: 600,
    accused: 0,
    isFailed: false,
    ...changes,
  };
}

function clean(...runs: CleanRun[]): CleanUnits {
  return { asked: 1000, runs };
}

function verdict(changes: Partial<Tried> = {}) {
  return proofVerdict({
    cells: [cell()],
    flips: { flips: 32768, named: 32768, firstWrong: null },
    clean: clean(cleanRun(), cleanRun()),
    interrupted: false,
    ...changes,
  });
}

Deno.test("comparedUnits() and accusedUnits() are over all runs", () => {
  const both = clean(cleanRun({ accused: 1 }), cleanRun({ accused: 2 }));
  assertEquals([comparedUnits(both), accusedUnits(both)], [1200, 3]);
});

Deno.test("proofVerdict() proves only what was named, found and not accused", () => {
  assertEquals(verdict(), {
    outcome: "proven",
    exit: 0,
    sentence: "Proven: 1 fault put and named, 32,768 of 32,768 bits found, " +
      "0 of 1,200 clean units accused",
  });
});

Deno.test("proofVerdict() is 1 for a fault that is not named", () => {
  const wrong = verdict({ cells: [cell(), cell({ outcome: "wrong" })] });
  assertEquals(wrong.exit, 1);
  assertEquals(
    wrong.sentence,
    "Not proven: 1 fault not named as they must be",
  );
});

Deno.test("proofVerdict() is 1 for a bit that is not named", () => {
  const { exit } = verdict({
    flips: { flips: 32768, named: 32767, firstWrong: 5 },
  });
  assertEquals(exit, 1);
});

Deno.test("proofVerdict() is 1 for a false alarm", () => {
  const { exit, sentence } = verdict({
    clean: clean(cleanRun({ accused: 1 }), cleanRun()),
  });
  assertEquals([exit, sentence], [1, "Not proven: 1 clean unit accused"]);
});

Deno.test("proofVerdict() is 1 for fewer clean units than were asked for", () => {
  assertEquals(verdict({ clean: clean(cleanRun()) }).exit, 1);
});

Deno.test("proofVerdict() is 1 when nothing was tried", () => {
  const nothing = { cells: [], flips: null, clean: null };
  assertEquals(verdict(nothing).exit, 1);
  assertEquals(
    verdict({ ...nothing, cells: [cell({ outcome: "absent" })] }).exit,
    1,
  );
});

Deno.test("proofVerdict() is 3 for the world, behind what is wrong", () => {
  const failed = cell({ outcome: "failed", reasons: ["No room"] });
  assertEquals(verdict({ cells: [failed] }).sentence, "No room");
  assertEquals(verdict({ cells: [failed] }).exit, 3);
  assertEquals(
    verdict({ cells: [failed, cell({ outcome: "wrong" })] }).exit,
    1,
  );
  const run = cleanRun({ isFailed: true, reason: "No room" });
  assertEquals(verdict({ clean: clean(run, run) }).exit, 3);
});

Deno.test("proofVerdict() is 130 for an early end, and not for what is wrong", () => {
  assertEquals(verdict({ interrupted: true, clean: clean() }).exit, 130);
  assertEquals(
    verdict({ interrupted: true, cells: [cell({ outcome: "wrong" })] }).exit,
    1,
  );
});
