/** The promises of cmd/frameworks/held_bytes.ts. */
import { assert } from "@std/assert";
import { heldBytes } from "../../../cmd/frameworks/held_bytes.ts";

const SIZE_BYTES = 64 << 20;

Deno.test("heldBytes() counts what is held, and not what nobody needs", async () => {
  const before = await heldBytes();
  const kept = { bytes: new Uint8Array(SIZE_BYTES) };
  const held = await heldBytes() - before;
  assert(held > SIZE_BYTES * 0.9 && held < SIZE_BYTES * 1.2, `${held}`);
  kept.bytes = new Uint8Array();
  const left = await heldBytes() - before;
  assert(left < SIZE_BYTES * 0.5, `${left}`);
});
