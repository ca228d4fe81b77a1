/** The promises of cmd/frameworks/loader_case_ports.ts, with the real core. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { loaderCasePorts } from "../../../cmd/frameworks/loader_case_ports.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { testContext } from "../../_support/cli.ts";

Deno.test("loaderCasePorts() compresses, and refuses frames that are not whole", () => {
  const core = loadCore();
  try {
    const { codec, nowNs } = loaderCasePorts(testContext(), core);
    const bytes = Uint8Array.from({ length: 5000 }, (_, at) => at % 50);
    const stored = codec.compress(bytes.subarray(3));
    assert(stored.length < 500);
    assertEquals(codec.decompress(stored, 4997), bytes.slice(3));
    const cut = stored.subarray(0, -1);
    assertThrows(() => codec.decompress(cut, 4997), RangeError, "no whole");
    assertThrows(() => codec.decompress(stored, 4996), RangeError);
    assert(nowNs() > 0);
  } finally {
    core.close();
  }
});
