/** The fixed top of the checkout. */
import { assertEquals } from "@std/assert";
import { checkEntries } from "./entries.ts";

const HOUSE = [
  ".ci/",
  ".gitignore",
  "LICENSE",
  "README.md",
  "backends/",
  "bench/",
  "cmd/",
  "deno.json",
  "deno.lock",
  "engine/",
  "ffi/",
  "main.ts",
  "tests/",
];

Deno.test("checkEntries() lets the house as it is fixed pass", () => {
  assertEquals(checkEntries(HOUSE), []);
});

Deno.test("checkEntries() stops a new folder at the top", () => {
  const breaches = checkEntries([...HOUSE, "scripts/"]);
  assertEquals(breaches.map((breach) => breach.path), ["scripts/"]);
});

Deno.test("checkEntries() misses what must be there", () => {
  const breaches = checkEntries(HOUSE.filter((name) => name !== "LICENSE"));
  assertEquals(breaches.map(({ path, reason }) => `${path} ${reason}`), [
    "LICENSE is missing at the top of the checkout",
  ]);
});
