import { assertEquals, assertNotEquals } from "@std/assert";
import { proofSchema, saveProof } from "../../../engine/proof/proof_file.ts";
import { schemaFaults } from "../profile/schema_check.ts";
import { cell, proof } from "./proof_fixture.ts";

const FULL = proof({
  backends: ["file", "s3"],
  cells: [cell(), cell({ backend: "s3", outcome: "wrong", reasons: ["x"] })],
  flips: { flips: 32768, named: 32767, firstWrong: 9 },
  clean: {
    asked: 10,
    runs: [{
      backend: "mem",
      load: "mixed",
      comparedUnits: 12,
      accused: 1,
      reason: "Unit 3 of a is torn",
      isFailed: false,
    }],
  },
});

function faults(value: unknown): string[] {
  const { $schema: _, title: __, ...schema } = proofSchema();
  return schemaFaults(JSON.parse(JSON.stringify(schema)), value);
}

Deno.test("saveProof() writes what its schema describes", () => {
  assertEquals(faults(JSON.parse(saveProof(FULL))), []);
  assertEquals(faults(JSON.parse(saveProof(proof()))), []);
});

Deno.test("proofSchema() knows every field of a proof, and no other", () => {
  for (const name of Object.keys(FULL)) {
    const lacking = Object.fromEntries(
      Object.entries(FULL).filter(([key]) => key !== name),
    );
    assertNotEquals(faults(lacking), [], name);
  }
  assertNotEquals(faults({ ...FULL, extra: 1 }), []);
  assertNotEquals(faults({ ...FULL, version: 2 }), []);
});
