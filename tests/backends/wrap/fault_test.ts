import { assertEquals } from "@std/assert";
import { FaultBackend, listLies } from "../../../backends/mod.ts";
import { MemBackend } from "../../../backends/mem.ts";

const BYTES = new Uint8Array(100);

async function flips(seed: number): Promise<number[]> {
  const mem = new MemBackend({ url: "mem:" });
  await mem.put("k", BYTES);
  const liar = new FaultBackend(mem, {
    lie: "get.flip",
    seed,
    after: 1,
    every: 2,
    count: 2,
  });
  const places: number[] = [];
  for (let i = 0; i < 8; i++) {
    const found = await liar.get("k");
    places.push(found.findIndex((byte) => byte !== 0));
  }
  assertEquals(liar.fired, 2);
  return places;
}

Deno.test("FaultBackend lies at the hits it is told to, and at no others", async () => {
  const places = await flips(1);
  const lied = places.flatMap((place, hit) => place >= 0 ? [hit + 1] : []);
  assertEquals(lied, [3, 5]);
});

Deno.test("FaultBackend lies in the same way for the same seed", async () => {
  assertEquals(await flips(1), await flips(1));
  const others = await Promise.all([2, 3, 4, 5].map(flips));
  const same = JSON.stringify(await flips(1));
  assertEquals(others.some((each) => JSON.stringify(each) !== same), true);
});

Deno.test("listLies() says of each lie what it does", () => {
  const lies = listLies();
  assertEquals(new Set(lies.map(({ text }) => text)).size, lies.length);
});
