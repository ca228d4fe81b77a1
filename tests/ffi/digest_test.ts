import { assertEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { CoreError, DIGEST_KINDS, loadCore } from "../../ffi/mod.ts";
import { digestBytes, digestsIn } from "../../ffi/digest.ts";

const BYTES = Uint8Array.from({ length: 70_001 }, (_, i) => i * 31 + (i >> 8));

Deno.test("CoreDigest makes what node:crypto makes, whatever the pieces", () => {
  using core = loadCore();
  using digest = core.digest(["md5", "sha256"]);
  for (const piece of [1, 777, 70_001]) {
    for (let at = 0; at < BYTES.length; at += piece) {
      digest.update(BYTES.slice(at, at + piece));
    }
    assertEquals(digest.finish(), {
      md5: createHash("md5").update(BYTES).digest("hex"),
      sha256: createHash("sha256").update(BYTES).digest("hex"),
    });
  }
});

Deno.test("CoreDigest gives the published CRCs, with their zeros", () => {
  using core = loadCore();
  using digest = core.digest(["crc32c", "crc64nvme"]);
  digest.update(new TextEncoder().encode("123456789"));
  assertEquals(digest.finish(), {
    crc32c: "e3069283",
    crc64nvme: "ae8b14860a799888",
  });
  assertEquals(digest.finish().crc32c, "00000000");
});

Deno.test("digestKinds() names those of this host, and others are refused", () => {
  using core = loadCore();
  const kinds = core.digestKinds();
  assertEquals(kinds.has("crc64nvme"), true);
  for (const kind of DIGEST_KINDS) {
    if (kinds.has(kind)) core.digest([kind]).close();
    else {
      const error = assertThrows(() => core.digest([kind]), CoreError);
      assertEquals(error.statusName, "NO_CRYPTO");
    }
  }
});

Deno.test("joinCrc64nvme() is the CRC of both pieces", () => {
  using core = loadCore();
  using digest = core.digest(["crc64nvme"]);
  const crcOf = (bytes: Uint8Array<ArrayBuffer>) => {
    digest.update(bytes);
    return digest.finish().crc64nvme ?? "";
  };
  const second = BYTES.slice(123);
  assertEquals(
    core.joinCrc64nvme(crcOf(BYTES.slice(0, 123)), {
      crc64nvme: crcOf(second),
      lengthBytes: second.length,
    }),
    crcOf(BYTES),
  );
});

Deno.test("digestBytes() refuses what is no digest and keeps what is", () => {
  const digests = { crc32c: "00ff00ff", md5: "0".repeat(31) + "a" };
  assertEquals(digestsIn(digestBytes(digests)), digests);
  assertThrows(() => digestBytes({ md5: "00" }), RangeError, "md5");
  assertThrows(() => digestBytes({ crc32c: "0000000G" }), RangeError);
});

Deno.test("a closed CoreDigest says so", () => {
  using core = loadCore();
  const digest = core.digest(["crc32c"]);
  digest.close();
  digest.close();
  assertThrows(() => digest.finish(), CoreError, "closed");
});
