import { assertEquals } from "@std/assert";
import type { KeysSite } from "../../../cmd/prove/keys_site.ts";
import { listLie, oneLie } from "../../../cmd/prove/lies.ts";
import { BEFORE_WRITE } from "../../../cmd/prove/proof_profile.ts";
import { StoreStand } from "../../../cmd/prove/store_stand.ts";

const NAMES = { s3: "drop-write", az: "lost-write" };

async function withSite(
  listings: readonly ReadonlyMap<string, number>[],
  body: (site: KeysSite, told: string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await using stand = await StoreStand.start("s3", folder);
    const told: string[] = [];
    const lie = stand.lie.bind(stand);
    stand.lie = (armings) => {
      told.push(JSON.stringify(armings));
      lie(armings);
    };
    let looks = 0;
    const nothing = () => new Uint8Array();
    await body({
      draw: () => 2,
      scheme: "s3",
      stand,
      keys: ["a", "b", "c", "d"],
      first: nothing,
      second: nothing,
      previous: nothing,
      listed: () => Promise.resolve(listings[looks++] ?? new Map()),
    }, told);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("oneLie() lies about the key that is drawn, and only once", async () => {
  await withSite([], async (site, told) => {
    const fault = oneLie({
      names: NAMES,
      keys: [1, 3],
      passes: 10,
      when: BEFORE_WRITE,
      shape: "sizes",
    });
    const { put, fired } = await fault.put(site);
    assertEquals(told, ['[{"name":"drop-write","after":12,"count":1}]']);
    assertEquals(put.places.map(({ object }) => object), ["d"]);
    assertEquals([put.lasts, fired?.()], [true, 0]);
  });
});

Deno.test("listLie() damages the keys that a lying listing shows otherwise", async () => {
  const honest = new Map([["a", 1], ["b", 2], ["c", 3]]);
  const lied = new Map([["a", 1], ["b", 9], ["d", 4]]);
  await withSite([honest, lied], async (site, told) => {
    const { put } = await listLie({ s3: "list-lags", az: "list-lags" })
      .put(site);
    assertEquals(put.places.map(({ object }) => object), ["b", "c", "d"]);
    assertEquals(put.lasts, false);
    // Once for the honest client, and the same once more for the run.
    assertEquals(told.length, 2);
    assertEquals(told[0], told[1]);
  });
});
