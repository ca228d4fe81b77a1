/** Promises of `engine/profile/units.ts`. */
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  parseDurationNs,
  parsePercent,
  parseRate,
  parseSizeBytes,
  UNIT_PATTERNS,
} from "../../../engine/profile/units.ts";

type Parse = (text: string) => number;

function refuses(parse: Parse, text: string, sentence: string): void {
  assertThrows(() => parse(text), RangeError, sentence);
}

Deno.test("parseSizeBytes() keeps binary and decimal units apart", () => {
  assertEquals(parseSizeBytes("4KiB"), 4096);
  assertEquals(parseSizeBytes("4KB"), 4000);
  assertEquals(parseSizeBytes("1.5GiB"), 1.5 * 1024 ** 3);
  assertEquals(parseSizeBytes("512 B"), 512);
  assertEquals(parseSizeBytes("1TB"), 1e12);
});

Deno.test("parseSizeBytes() computes in decimal digits", () => {
  assertEquals(parseSizeBytes("1.1KB"), 1100);
  assertEquals(parseSizeBytes("0.000001TB"), 1e6);
});

Deno.test("parseSizeBytes() refuses a bare number", () => {
  const sentence = 'Cannot read "4096" as a size: give a unit, as in 4KiB';
  refuses(parseSizeBytes, "4096", sentence);
});

Deno.test("parseSizeBytes() names the units that a wrong one may mean", () => {
  refuses(parseSizeBytes, "4kb", 'unit "kb" is unknown, write KB or KiB');
  refuses(parseSizeBytes, "4k", "write KB or KiB");
  refuses(parseSizeBytes, "4xyz", "known are B, KB");
});

Deno.test("parseSizeBytes() refuses signs, parts of bytes and 2^53", () => {
  refuses(parseSizeBytes, "-4KiB", "it must have no sign");
  refuses(parseSizeBytes, "+4KiB", "it must have no sign");
  refuses(parseSizeBytes, "0.3B", "it is not a whole number of bytes");
  refuses(parseSizeBytes, "9000TiB", "the most is 9007199254740991 bytes");
  refuses(parseSizeBytes, `${"9".repeat(31)}B`, "write a number and a unit");
});

Deno.test("parseSizeBytes() refuses what is no number", () => {
  for (const text of ["", "KiB", "NaN", "Infinity", "1e3KiB", "1,5KiB"]) {
    assertThrows(() => parseSizeBytes(text), RangeError);
  }
});

Deno.test("parseDurationNs() reads ns to d, and m as a minute", () => {
  const read = ["1ns", "2us", "3ms", "1.5s", "1m", "1h", "1d"]
    .map(parseDurationNs);
  assertEquals(read, [1, 2000, 3e6, 1.5e9, 60e9, 3600e9, 86_400e9]);
});

Deno.test("parseDurationNs() refuses a bare number", () => {
  refuses(parseDurationNs, "60", "give a unit, as in 60s");
  refuses(parseDurationNs, "60sec", 'unit "sec" is unknown');
});

Deno.test("parseRate() needs /s", () => {
  assertEquals(parseRate("20000/s"), 20_000);
  assertEquals(parseRate("0.5/s"), 0.5);
  refuses(parseRate, "20000", "give a unit, as in 20000/s");
  refuses(parseRate, "20000/m", 'unit "/m" is unknown');
});

Deno.test("parsePercent() needs % and tenths at the finest", () => {
  assertEquals(parsePercent("50%"), 50);
  assertEquals(parsePercent("0.1%"), 0.1);
  refuses(parsePercent, "50", "write the sign, as in 50%");
  refuses(parsePercent, "0.05%", "the finest step is 0.1%");
  refuses(parsePercent, "101%", "it must be 0% to 100%");
  refuses(parsePercent, "half", "write a number and %");
});

Deno.test("UNIT_PATTERNS accept what is parsed and refuse the rest", () => {
  assertMatch("4KiB", new RegExp(UNIT_PATTERNS.size));
  assertEquals(new RegExp(UNIT_PATTERNS.size).test("4096"), false);
  assertMatch("1.5s", new RegExp(UNIT_PATTERNS.duration));
  assertEquals(new RegExp(UNIT_PATTERNS.duration).test("60"), false);
  assertMatch("100/s", new RegExp(UNIT_PATTERNS.rate));
  assertEquals(new RegExp(UNIT_PATTERNS.rate).test("100"), false);
});
