/** The promises of cmd/overrides.ts. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { overrideProfile } from "../../cmd/overrides.ts";
import { parseProfile, type Profile } from "../../engine/mod.ts";

const S = 1e9;

function profile(): Profile {
  return parseProfile(
    `
name: try
description: A try
targets: [local]
steps:
  - { name: fill, load: block, op: write, pattern: sequential,
      blockSize: 1MiB, total: 1GiB }
  - { name: mix, load: block, op: read, pattern: random, blockSize: 4KiB,
      duration: 60s, warmup: 5s }
`,
    { source: "try" },
  );
}

function blocks(changed: Profile) {
  return changed.steps.flatMap((step) => step.kind === "block" ? step : []);
}

Deno.test("overrideProfile() without flags gives the profile itself", () => {
  const given = profile();
  assertStrictEquals(overrideProfile(given, { text: "" }), given);
});

Deno.test("overrideProfile() covers less, and moves no more than that", () => {
  const changed = overrideProfile(profile(), {
    sizeBytes: 2 ** 26,
    text: "--size 64MiB",
  });
  assertEquals(changed.sizeBytes, 2 ** 26);
  assertEquals(blocks(changed).map(({ totalBytes }) => totalBytes), [
    2 ** 26,
    undefined,
  ]);
  assertEquals(changed.description, "A try (with --size 64MiB)");
});

Deno.test("overrideProfile() shortens timed steps and their warm-up", () => {
  const changed = overrideProfile(profile(), {
    durationNs: 2 * S,
    text: "--duration 2s",
  });
  assertEquals(
    blocks(changed).map(({ durationNs, warmupNs }) => [durationNs, warmupNs]),
    [[undefined, 0], [2 * S, S / 2]],
  );
});

Deno.test("overrideProfile() keeps a warm-up that is short enough", () => {
  const changed = overrideProfile(profile(), {
    durationNs: 120 * S,
    text: "--duration 2m",
  });
  assertEquals(blocks(changed)[1]?.warmupNs, 5 * S);
});

Deno.test("overrideProfile() sets the method of every load", () => {
  const changed = overrideProfile(profile(), {
    io: "psync",
    text: "--io psync",
  });
  assertEquals(blocks(changed).map(({ io }) => io), ["psync", "psync"]);
});

Deno.test("overrideProfile() shortens loads of keys alike", () => {
  const given = parseProfile(
    `
name: keys
objects: { keys: 10, sizes: 4KiB }
steps:
  - { name: put, load: object, op: put, total: 1GiB }
  - { name: get, load: object, op: get, duration: 60s, warmup: 5s }
`,
    { source: "keys" },
  );
  const { steps: [put, get] } = overrideProfile(given, {
    sizeBytes: 2 ** 26,
    durationNs: 2 * S,
    io: "psync",
    text: "--size 64MiB --duration 2s --io psync",
  });
  if (put?.kind !== "object" || get?.kind !== "object") {
    throw new TypeError("no steps over keys");
  }
  assertEquals(put.totalBytes, 2 ** 26);
  assertEquals([get.durationNs, get.warmupNs], [2 * S, S / 2]);
  assertEquals("io" in put, false);
});
