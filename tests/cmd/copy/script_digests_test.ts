import { assertEquals } from "@std/assert";
import { scriptDigests } from "../../../cmd/copy/script_digests.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { bytesOf } from "../../_support/copy_place.ts";

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(new Uint8Array(bytes.slice(at, at + size)));
  }
}

Deno.test("scriptDigests() makes what the core makes, in any pieces", async () => {
  using core = loadCore();
  const bytes = bytesOf(50_001, 1);
  const kinds = ["md5", "sha256", "crc64nvme"] as const;
  using digest = core.digest(kinds);
  digest.update(new Uint8Array(bytes));
  const wanted = digest.finish();
  for (const size of [1000, 4096, 60_000]) {
    assertEquals(await scriptDigests(core, pieces(bytes, size), kinds), wanted);
  }
});
