import { assert, assertEquals } from "@std/assert";
import { renderProof } from "../../../engine/proof/proof_text.ts";
import { cell, proof } from "./proof_fixture.ts";

const MATRIX = `stor-verify 0.1.0 prove, seed 2a

fault                   file     s3     az   named
zeroed                   yes    yes    yes   zeroed
misdirected write        yes                 lost, misdirected
                                yes    yes   misdirected, torn
short part                 -    yes     NO   misdirected, shifted,
                                             truncated
wrong range               NO failed    yes   misdirected

-  offsets have no parts

short part: truncated or shifted or misdirected, because what follows comes too
  early: bytes of the next unit and of the own one, and the end
wrong range: misdirected or duplicated or shifted, because one answer cannot
  tell a read of the wrong place from a copy that lies there, or from bytes that
  moved, if it is some bytes off

single bits  32,767 of 32,768 flips of one unit found and called bit rot; not
  bit 9

clean units  1 accused of 1,012 compared
  mem     mixed random overwrite, depth 128, 1 s             1,000
  s3      mixed objects                                         12  1 ACCUSED

NO  short-part on az (at rest)
    In run: missed: units 17 to 21 of k was not accused
    again: stor-verify prove --only short-part --backend az --seed 2a

NO  wrong-range on file
    The fault was never met, so nothing was shown
    again: stor-verify prove --only wrong-range --backend file --seed 2a

failed  wrong-range on s3
    Cannot reach it
    again: stor-verify prove --only wrong-range --backend s3 --seed 2a

NO  clean run on s3: mixed objects
    Unit 3 of k is torn

Not proven: 3 faults not named as they must be, 1 flipped bit not named, 1 clean
  unit accused, in 1.5 s
`;

const SHORT = ["truncated", "shifted", "misdirected"];

const WRONG = proof({
  verdict: {
    outcome: "not proven",
    exit: 1,
    sentence: "Not proven: 3 faults not named as they must be, " +
      "1 flipped bit not named, 1 clean unit accused",
  },
  backends: ["file", "s3", "az"],
  cells: [
    ...(["file", "s3", "az"] as const).map((backend) => cell({ backend })),
    cell({ fault: "misdirected", found: ["misdirected", "lost"] }),
    ...(["s3", "az"] as const).map((backend) =>
      cell({ fault: "misdirected", backend, found: ["torn", "misdirected"] })
    ),
    cell({
      fault: "short-part",
      outcome: "absent",
      found: [],
      reasons: ["offsets have no parts"],
    }),
    cell({ fault: "short-part", backend: "s3", found: SHORT }),
    cell({
      fault: "short-part",
      backend: "az",
      outcome: "wrong",
      found: SHORT,
      reasons: ["In run: missed: units 17 to 21 of k was not accused"],
    }),
    cell({
      fault: "wrong-range",
      outcome: "wrong",
      found: [],
      how: "",
      reasons: ["The fault was never met, so nothing was shown"],
    }),
    cell({
      fault: "wrong-range",
      backend: "s3",
      outcome: "failed",
      found: [],
      how: "",
      reasons: ["Cannot reach it"],
    }),
    cell({ fault: "wrong-range", backend: "az", found: ["misdirected"] }),
  ],
  flips: { flips: 32768, named: 32767, firstWrong: 9 },
  clean: {
    asked: 1000,
    runs: [
      {
        backend: "mem",
        load: "mixed random overwrite, depth 128, 1 s",
        comparedUnits: 1000,
        accused: 0,
        isFailed: false,
      },
      {
        backend: "s3",
        load: "mixed objects",
        comparedUnits: 12,
        accused: 1,
        reason: "Unit 3 of k is torn",
        isFailed: false,
      },
    ],
  },
});

Deno.test("renderProof() shows the matrix, and everything that is wrong", () => {
  assertEquals(renderProof(WRONG), MATRIX);
});

Deno.test("renderProof() keeps to 80 columns", () => {
  for (const line of renderProof(WRONG).split("\n")) {
    assert(line.length <= 80, line);
  }
});

Deno.test("renderProof() leaves out what was not asked for", () => {
  assertEquals(
    renderProof(proof()),
    `stor-verify 0.1.0 prove, seed 2a

fault                   file   named
zeroed                   yes   zeroed

Proven: all of it, in 1.5 s
`,
  );
});
