/** Names of files and of what they export. */
import { assertEquals } from "@std/assert";
import { checkNames } from "./names.ts";
import { plant, said } from "./planted.ts";

Deno.test("checkNames() lets a file named after its idea pass", () => {
  const paths = [
    "ffi/lane_spec.ts",
    "engine/plan/_region.ts",
    "ffi/core/src/crc32c.c",
  ];
  assertEquals(paths.flatMap((path) => checkNames(plant(path, ""))), []);
});

Deno.test("checkNames() stops names that say nothing", () => {
  for (const stem of ["utils", "_helpers", "types", "manager", "utils_test"]) {
    assertEquals(said(checkNames(plant(`cmd/${stem}.ts`, ""))), [
      `0: "${stem}.ts" says nothing: name the one thing inside`,
    ]);
  }
});

Deno.test("checkNames() stops other spellings than snake_case", () => {
  for (const name of ["runPlan.ts", "run-plan.ts", "Lane.c", "2nd.h"]) {
    assertEquals(said(checkNames(plant(`cmd/${name}`, ""))), [
      `0: "${name}" is not snake_case`,
    ]);
  }
});

Deno.test("checkNames() stops exported words that are not ours", () => {
  const file = plant(
    "cmd/x.ts",
    "export interface JobOptions { a: number }",
    "export function formatInfo() {}",
    "export function jobless(): void {}",
    "export type Tasks = never;",
  );
  assertEquals(said(checkNames(file)), [
    '1: "Job" in "JobOptions" is not our word',
    '2: "Info" in "formatInfo" is not our word',
  ]);
});
