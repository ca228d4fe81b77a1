import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import { plainPath } from "../../../backends/folder/plain_path.ts";

Deno.test("plainPath() is the key itself, part by part", () => {
  assertEquals(plainPath("a"), { folders: [], name: "a" });
  assertEquals(plainPath(".x/50% ü/..."), {
    folders: [".x", "50% ü"],
    name: "...",
  });
  assertEquals(plainPath("ü".repeat(127)).name.length, 127);
});

for (
  const key of [
    "",
    "/a",
    "a/",
    "a//b",
    "..",
    "a/../../etc/passwd",
    "./a",
    "a/.",
    "a\0b",
    "x".repeat(256),
    "ü".repeat(128),
    ".stor-verify/staged",
    ".stor-verify",
  ]
) {
  Deno.test(`plainPath() refuses ${JSON.stringify(key.slice(0, 20))}`, () => {
    const failure = assertThrows(() => plainPath(key), StorageError);
    assertEquals(failure.kind, "InvalidKey");
  });
}
