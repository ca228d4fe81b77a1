/** Promises of `engine/profile/schema.ts`, by a small checker of our own. */
import { assertEquals } from "@std/assert";
import { profileSchema } from "../../../engine/profile/schema.ts";
import { readYaml } from "../../../engine/profile/yaml_document.ts";
import { schemaFaults } from "./schema_check.ts";
import { oneObjectStep } from "./object_text.ts";
import { mistakesOf, oneStep } from "./profile_text.ts";

function faults(text: string): readonly string[] {
  return schemaFaults(profileSchema(), readYaml(text, "x"));
}

const RIGHT = [
  oneStep(),
  oneStep({ pattern: "{zipf: 1.2}", blockSize: "{4KiB: 70, 64KiB: 30}" }),
  oneStep({ op: "{read: 70, write: 30}", rate: "100/s", sync: "every 4" }),
  oneStep({ rate: "{rate: 5/s, arrival: poisson}" }),
  oneObjectStep(),
  oneObjectStep(
    { op: "{get: 90, range: 10}", rangeSize: "4KiB", attempts: "3" },
    { sizes: "{uniform: {min: 1B, max: 1MiB}}", keyStyle: "{tree: 4}" },
  ),
  oneObjectStep({ op: "put" }, {
    sizes: "{4KiB: 70, 1MiB: 30}",
    multipartFrom: "never",
  }),
  `${oneStep()}  - cases: [a.*]\n  - cases: b\n`,
  `${oneStep()}objectives: ["fill.write.p99.9 <= 5ms", "findings == 0"]\n`,
  `${oneStep()}targets: local\nseed: 4\nfiles: 2\nunit: 512B\nsize: 1GiB\n`,
];

Deno.test("profileSchema() accepts what the parser accepts", () => {
  for (const text of RIGHT) {
    assertEquals(mistakesOf(text), []);
    assertEquals(faults(text), []);
  }
});

const WRONG = [
  oneStep({ blockSize: "4096" }),
  oneStep({ dept: "4" }),
  oneStep({ depth: "0" }),
  oneStep({ op: "reed" }),
  oneStep({ pattern: "{}" }),
  oneStep({ duration: "60" }),
  oneStep({ rate: "100" }),
  oneStep({ sync: "every 0" }),
  oneObjectStep({ op: "gte" }),
  oneObjectStep({ attempts: "0" }),
  oneObjectStep({}, { sizes: "{uniform: {min: 1B}}" }),
  oneObjectStep({}, { keyStyle: "{tree: 1}" }),
  "steps: []",
  "name: p",
  "- a",
  `${oneStep()}objectives: ["findings = 0"]\n`,
  `${oneStep()}files: 0\n`,
];

Deno.test("profileSchema() refuses what the parser refuses", () => {
  for (const text of WRONG) {
    assertEquals(mistakesOf(text).length > 0, true, text);
    assertEquals(faults(text).length > 0, true, text);
  }
});

Deno.test("profileSchema() says what each key does", () => {
  const text = JSON.stringify(profileSchema());
  assertEquals(text.includes("Operations outstanding in each lane"), true);
  assertEquals(text.includes("draft/2020-12"), true);
});
