import { assertEquals } from "@std/assert";
import { paletteOf } from "../../../engine/report/palette.ts";

Deno.test("paletteOf() marks only when it is asked to", () => {
  assertEquals(paletteOf(false).bad("x"), "x");
  assertEquals(paletteOf(true).bad("x"), "\x1b[31mx\x1b[0m");
  assertEquals(paletteOf(true).good("x"), "\x1b[32mx\x1b[0m");
  assertEquals(paletteOf(true).warn("x"), "\x1b[33mx\x1b[0m");
});
