import { assertEquals, assertThrows } from "@std/assert";
import { COPY_FLAGS, readCopySettings } from "../../../cmd/copy/copy_flags.ts";
import { readArgs } from "../../../cmd/args.ts";
import { UsageError } from "../../../cmd/usage_error.ts";

const SHAPE = { name: "copy", positionals: [], flags: COPY_FLAGS };

function settingsOf(words: readonly string[], objectCount = 100) {
  return readCopySettings(readArgs(SHAPE, words), objectCount);
}

Deno.test("readCopySettings() has defaults that fit each other", () => {
  assertEquals(settingsOf([]), {
    digests: ["sha256"],
    memoryBytes: 64 << 20,
    parallel: 4,
    attemptsMax: 4,
    isNew: true,
    readsBack: false,
    shares: 8,
  });
});

Deno.test("readCopySettings() copies fewer at a time in a small memory, unless told", () => {
  assertEquals(settingsOf(["--memory", "30MB"]).parallel, 1);
  assertEquals(settingsOf(["--memory", "1GiB"]).parallel, 4);
  assertEquals(settingsOf(["--memory", "30MB", "--parallel", "3"]).parallel, 3);
  assertEquals(settingsOf([], 1).parallel, 1);
});

Deno.test("readCopySettings() takes several digests, and no retries", () => {
  const settings = settingsOf(["--digest", "md5,crc64nvme", "--retries", "0"]);
  assertEquals(settings.digests, ["md5", "crc64nvme"]);
  assertEquals(settings.attemptsMax, 1);
});

Deno.test("readCopySettings() tells all mistakes at once", () => {
  const error = assertThrows(
    () =>
      settingsOf([
        ...["--digest", "md5,sha265", "--memory", "5"],
        ...["--parallel", "0", "--retries", "x"],
      ]),
    UsageError,
  );
  assertEquals(error.mistakes.length, 4);
  assertEquals(error.message.includes('did you mean "sha256"?'), true);
});
