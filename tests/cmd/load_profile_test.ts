/** The promises of cmd/load_profile.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { loadProfile } from "../../cmd/load_profile.ts";
import { UsageError } from "../../cmd/usage_error.ts";

const TEXT = `
name: mine
targets: [local]
steps:
  - { name: fill, load: block, op: write, blockSize: 4KiB, total: 1MiB }
`;

Deno.test("loadProfile() finds a built-in profile by its name", () => {
  assertEquals(loadProfile("quick", "/").name, "quick");
});

Deno.test("loadProfile() reads a file relative to the folder", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/mine.yaml`, TEXT);
  assertEquals(loadProfile("mine.yaml", folder).name, "mine");
  assertEquals(loadProfile(`${folder}/mine.yaml`, "/").name, "mine");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("loadProfile() names the nearest built-in profile", () => {
  assertThrows(
    () => loadProfile("stress-10bg", "/"),
    UsageError,
    '(did you mean "stress-10gb"?)',
  );
});

Deno.test("loadProfile() says why a file cannot be read", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/large.yaml`;
  await Deno.writeTextFile(path, "#".repeat(2 ** 20 + 1));
  for (
    const [name, reason] of [
      ["absent.yaml", "there is no such file"],
      ["./", "it is not a file"],
      ["large.yaml", "a profile at most 1048576"],
    ] as const
  ) {
    assertThrows(() => loadProfile(name, folder), UsageError, reason);
  }
  await Deno.remove(folder, { recursive: true });
});
