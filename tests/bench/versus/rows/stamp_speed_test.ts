/** The lines of the C benchmark. */
import { assertEquals } from "@std/assert";
import { readSpeeds } from "../../../../bench/versus/rows/stamp_speed.ts";

Deno.test("readSpeeds() reads kernels and plain lines, nothing else", () => {
  const text = "buffer 256 KiB\nmemset 40.1 GB/s\nfill avx2 12.3 GB/s\n" +
    "check portable 3.0 GB/s\n";
  assertEquals(
    readSpeeds(text).map((one) =>
      `${one.work}/${one.kernel}/${one.gigabytesPerSecond}`
    ),
    ["memset/plain/40.1", "fill/avx2/12.3", "check/portable/3"],
  );
});
