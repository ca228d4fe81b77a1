/** Nothing is taken from the surroundings. */
import { assertEquals } from "@std/assert";
import { checkAmbient } from "./ambient.ts";
import { plant } from "./planted.ts";

const STOPPED: readonly (readonly [string, string])[] = [
  ["cmd/run.ts", "Deno.exit(1);"],
  ["tests/run.ts", "Deno.exit(1);"],
  ["tests/ffi/x_test.ts", "Math.random();"],
  ["cmd/run.ts", 'new Deno.Command("ls");'],
  ["engine/plan/x.ts", 'new Deno.Command("ls");'],
  ["cmd/run.ts", 'console.log("x");'],
  ["backends/file.ts", 'globalThis.console.error("x");'],
  ["engine/plan/x.ts", 'Deno.readTextFileSync("x");'],
  ["engine/plan/x.ts", "Date.now();"],
  ["engine/plan/x.ts", "new Date();"],
  ["engine/plan/x.ts", "performance.now();"],
  ["engine/plan/x.ts", "crypto.randomUUID();"],
  ["engine/plan/x.ts", 'fetch("x");'],
  ["engine/workers/x.ts", "setTimeout(f, 1);"],
];

const PASSED: readonly (readonly [string, string])[] = [
  ["main.ts", "Deno.exit(1);"],
  ["bench/versus/main.ts", 'console.log("x");'],
  ["tests/run.ts", 'console.log("x");'],
  ["cmd/run.ts", "context.exit(1); Date.now();"],
  ["cmd/python/run_python.ts", 'new Deno.Command("python3");'],
  ["engine/plan/x.ts", "new Date(startedAt); clock.now();"],
  ["engine/plan/x.ts", '"Deno.exit"; // Deno.exit(1)'],
];

for (const [path, text] of STOPPED) {
  Deno.test(`checkAmbient() stops ${text} in ${path}`, () => {
    const breaches = checkAmbient(plant(path, text));
    assertEquals(breaches.map((breach) => breach.line), [1]);
  });
}

Deno.test("checkAmbient() lets what was handed over pass", () => {
  const breaches = PASSED.flatMap(([path, text]) =>
    checkAmbient(plant(path, text))
  );
  assertEquals(breaches, []);
});
