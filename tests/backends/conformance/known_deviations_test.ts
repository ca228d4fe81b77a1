import { assert, assertEquals } from "@std/assert";
import {
  compareDeviations,
  KNOWN_DEVIATIONS,
  knownDeviation,
} from "../../../backends/conformance/known_deviations.ts";
import { CONFORMANCE_CASES } from "../../../backends/mod.ts";
import type { ConformanceResult } from "../../../backends/mod.ts";

const SERVER = ["versitygw", "v1.7.0"] as const;

function result(id: string, outcome: ConformanceResult["outcome"]) {
  return { id, outcome, proves: "list", reason: "" } as const;
}

Deno.test("every known deviation names a case that there is", () => {
  const ids = new Set(CONFORMANCE_CASES.map(({ id }) => id));
  for (const { id, reason } of KNOWN_DEVIATIONS) {
    assert(ids.has(id), id);
    assert(reason.length > 10, id);
  }
});

Deno.test("knownDeviation() goes by what the server calls itself", () => {
  const id = "object.list.order";
  assertEquals(knownDeviation(id, "VERSITYGW")?.version, "v1.7.0");
  assertEquals(knownDeviation(id, "MinIO"), undefined);
  assertEquals(knownDeviation(id, undefined), undefined);
  assertEquals(knownDeviation("object.put.facts", "VERSITYGW"), undefined);
});

Deno.test("compareDeviations() leaves what no entry explains", () => {
  const results = [
    result("object.list.order", "broken"),
    result("object.get.roundtrip", "broken"),
    result("object.put.facts", "held"),
  ];
  const { unknown } = compareDeviations(results, ...SERVER);
  assertEquals(unknown.map(({ id }) => id), ["object.get.roundtrip"]);
  const other = compareDeviations(results, "versitygw", "v9");
  assertEquals(other.unknown.length, 2);
});

Deno.test("compareDeviations() expects no race to show every time", () => {
  const { outdated } = compareDeviations([], ...SERVER);
  assertEquals(outdated.some(({ isRace }) => isRace === true), false);
  assertEquals(KNOWN_DEVIATIONS.some(({ isRace }) => isRace === true), true);
});

Deno.test("compareDeviations() names entries that nothing shows any more", () => {
  const held = KNOWN_DEVIATIONS.map(({ id }) => result(id, "held"));
  const { outdated, unknown } = compareDeviations(held, ...SERVER);
  assertEquals(outdated.length > 0, true);
  assertEquals(unknown, []);
});
