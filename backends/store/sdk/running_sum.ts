/** A checksum by the core, in the letters that stores use. */
import type { CoreDigest, DigestKind } from "../../../ffi/mod.ts";
import type { RunningSum, SumKind } from "./lane_context.ts";

/** What of the core it takes. */
export interface DigestMaker {
  digest(kinds: Iterable<DigestKind>): CoreDigest;
}

/** Fails as the core does for a kind that it cannot make on this host. */
export function runningSum(core: DigestMaker, kind: SumKind): RunningSum {
  const digest = core.digest([kind]);
  return {
    update: (bytes) => digest.update(owned(bytes)),
    base64: () => base64Of(digest.finish()[kind] ?? ""),
    [Symbol.dispose]: () => digest.close(),
  };
}

/** The core takes no memory that threads share. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(bytes);
}

function base64Of(hex: string): string {
  const codes = (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  return btoa(String.fromCharCode(...codes));
}
