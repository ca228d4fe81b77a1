/** Promises of `engine/profile/unit_text.ts`. */
import { assertEquals } from "@std/assert";
import {
  formatBytes,
  formatCount,
  formatDuration,
} from "../../../engine/profile/unit_text.ts";
import { parseSizeBytes } from "../../../engine/profile/units.ts";

Deno.test("formatBytes() uses the largest unit that is reached", () => {
  const texts = [0, 1023, 1024, 1536, 10 * 1024 ** 3].map(formatBytes);
  assertEquals(texts, ["0 B", "1023 B", "1 KiB", "1.50 KiB", "10 GiB"]);
});

Deno.test("formatBytes() writes what parseSizeBytes() reads", () => {
  for (const bytes of [1, 4096, 1024 ** 2, 3 * 1024 ** 4]) {
    assertEquals(parseSizeBytes(formatBytes(bytes)), bytes);
  }
});

Deno.test("formatDuration() uses the largest unit that is reached", () => {
  const texts = [1, 1500, 2e6, 30e9, 90e9, 3600e9].map(formatDuration);
  assertEquals(texts, ["1 ns", "1.50 us", "2 ms", "30 s", "1.50 m", "1 h"]);
});

Deno.test("formatCount() sets thousands apart", () => {
  assertEquals(formatCount(1_234_567), "1,234,567");
});
