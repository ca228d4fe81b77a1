import { assertEquals } from "@std/assert";
import { spoiled } from "../../../backends/reference/spoil.ts";

Deno.test("spoiled() shows each chunk with its place in the body", async () => {
  const chunks = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const seen: number[] = [];
  const out = await Array.fromAsync(
    spoiled(
      (async function* () {
        yield* chunks;
      })(),
      (chunk, offsetBytes) => {
        seen.push(offsetBytes);
        chunk[0] = 9;
      },
    ),
  );
  assertEquals(seen, [0, 2]);
  assertEquals(out, [Uint8Array.of(9, 2), Uint8Array.of(9)]);
});
