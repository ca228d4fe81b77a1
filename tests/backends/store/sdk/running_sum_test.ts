import { assertEquals } from "@std/assert";
import { checksumOf } from "../../../../backends/checksum.ts";
import { runningSum } from "../../../../backends/store/sdk/running_sum.ts";
import { loadCore } from "../../../../ffi/mod.ts";

Deno.test("runningSum() has the letters that stores use", () => {
  using core = loadCore();
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at * 13);
  for (const kind of ["md5", "crc32c", "crc64nvme"] as const) {
    if (!core.digestKinds().has(kind)) continue;
    using sum = runningSum(core, kind);
    for (let at = 0; at < bytes.length; at += 7777) {
      sum.update(bytes.subarray(at, at + 7777));
    }
    assertEquals(sum.base64(), checksumOf(kind, bytes).base64, kind);
  }
});
