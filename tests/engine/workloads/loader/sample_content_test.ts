import { assertEquals, assertNotEquals } from "@std/assert";
import {
  contentBytes,
  madeTensor,
} from "../../../../engine/workloads/loader/sample_content.ts";

Deno.test("madeTensor() gives the same bytes for a seed, and others for another", () => {
  for (const content of ["pixels", "tokens", "normal"] as const) {
    const one = madeTensor(content, 1n, 4001);
    assertEquals(one.bytes.length, contentBytes(content, 4001));
    assertEquals(madeTensor(content, 1n, 4001).bytes, one.bytes);
    assertNotEquals(madeTensor(content, 2n, 4001).bytes, one.bytes);
  }
});

Deno.test("madeTensor() keeps to 8-bit pixels and to the vocabulary", () => {
  const pixels = madeTensor("pixels", 3n, 4000).bytes;
  const levels = new Float32Array(pixels.slice().buffer).map((one) =>
    one * 255
  );
  assertEquals(
    levels.every((one) => one >= 0 && Math.abs(one - Math.round(one)) < 1e-3),
    true,
  );
  const tokens = new Uint16Array(
    madeTensor("tokens", 3n, 8000).bytes.slice().buffer,
  );
  assertEquals(Math.max(...tokens) < 50_257, true);
});
