/** What a store states of an object's bytes, as digests are compared here. */
import type { Digests } from "../../ffi/mod.ts";
import type { ObjectChecksum, ObjectFacts } from "../contract.ts";

/** Hexadecimal of the checksum that a store states of an object. */
export function statedDigests({ checksum }: ObjectFacts): Digests {
  if (checksum === undefined) return {};
  return { [checksum.algorithm]: hexOf(checksum) };
}

function hexOf({ base64 }: ObjectChecksum): string {
  return Array.from(
    atob(base64),
    (char) => char.charCodeAt(0).toString(16).padStart(2, "0"),
  ).join("");
}
