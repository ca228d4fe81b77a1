/**
 * Digests by the script, for a host whose libcrypto is missing: one more pass
 * over the source. Tied to the pass of the core by a CRC that both make.
 */
import { createHash } from "node:crypto";
import type { DigestKind, Digests } from "../../backends/mod.ts";
import type { Core } from "../../ffi/mod.ts";

/** MD5 and SHA-256 by the runtime, CRCs by the core. */
export async function scriptDigests(
  core: Core,
  bytes: AsyncIterable<Uint8Array<ArrayBuffer>>,
  kinds: readonly DigestKind[],
): Promise<Digests> {
  const secure = kinds.filter((kind) => kind === "md5" || kind === "sha256");
  const hashes = secure.map((kind) => [kind, createHash(kind)] as const);
  const crcs = kinds.filter((kind) => kind !== "md5" && kind !== "sha256");
  using digest = core.digest(crcs);
  for await (const piece of bytes) {
    for (const [, hash] of hashes) hash.update(piece);
    digest.update(piece);
  }
  return {
    ...digest.finish(),
    ...Object.fromEntries(
      hashes.map(([kind, hash]) => [kind, hash.digest("hex")]),
    ),
  };
}
