import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  placeChunk,
  weigh,
} from "../../../../backends/reference/cluster/placement.ts";

const servers = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `node-${at}` }));
const version = (number: number) => number.toString(16).padStart(32, "0");

Deno.test("as many chunks as servers use each of them once", () => {
  const used = Array.from(
    { length: 6 },
    (_, number) =>
      placeChunk(servers(6), { version: version(1), number, replicas: 1 })[0]
        ?.name,
  );
  assertEquals(new Set(used).size, 6);
});

Deno.test("replicas of a chunk are on different servers, as far as there are any", () => {
  for (let number = 0; number < 20; number++) {
    const places = placeChunk(servers(3), {
      ...{ version: version(number), number, replicas: 3 },
    });
    assertEquals(new Set(places.map(({ name }) => name)).size, 3);
  }
  const options = { version: version(1), number: 0, replicas: 3 };
  assertEquals(placeChunk(servers(2), options).length, 2);
  assertEquals(placeChunk([], options), []);
});

Deno.test("a server that goes moves only what was on it, and each has its share", () => {
  const share = new Map<string, number>();
  for (let number = 0; number < 3000; number++) {
    const options = { version: version(number), number: 0, replicas: 1 };
    const [before] = placeChunk(servers(6), options);
    const [after] = placeChunk(servers(5), options);
    if (before?.name !== "node-5") assertEquals(after, before);
    const name = before?.name ?? "";
    share.set(name, (share.get(name) ?? 0) + 1);
  }
  for (const [name, count] of share) {
    assert(count > 400 && count < 600, `${name} has ${count} of 3000`);
  }
});

Deno.test("a weight follows from each letter", () => {
  assert(weigh("ab") !== weigh("ba") && weigh("") !== weigh("a"));
  assertThrows(() =>
    placeChunk([undefined as never], {
      ...{ version: "", number: 0, replicas: 1 },
    })
  );
});
