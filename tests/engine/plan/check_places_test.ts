/** Promises of `engine/plan/check_places.ts`. */
import { assertEquals } from "@std/assert";
import { facts, input, MiB, refusals, target } from "./plan_input.ts";

const FILL = "{name: fill, load: block, op: write, total: 64MiB}";

function at(name: string, changes: Parameters<typeof facts>[0]) {
  return target({ name, url: `file:///mnt/${name}`, facts: facts(changes) });
}

Deno.test("checkPlaces() refuses two names of one place", () => {
  const [x, y] = [at("x", { placeId: "8:1" }), at("y", { placeId: "8:1" })];
  assertEquals(refusals(input([FILL], { targets: [x, y] })), [
    'targets.y: Target "y" is the same place as "x": "file:///mnt/y" and ' +
    '"file:///mnt/x" lead to one; give each its own',
  ]);
  const z = at("z", { placeId: "8:2" });
  assertEquals(refusals(input([FILL], { targets: [x, z] })), []);
  const unknown = [at("x", {}), at("y", {})];
  assertEquals(refusals(input([FILL], { targets: unknown })), []);
});

Deno.test("checkPlaces() refuses a folder to be made in another target", () => {
  const [x, y] = [at("x", { placeId: "8:1" }), at("y", { placeId: "8:1/y" })];
  for (const targets of [[x, y], [y, x]]) {
    const [line = ""] = refusals(input([FILL], { targets }));
    assertEquals(line.includes("lie one in the other"), true, line);
  }
  const z = at("z", { placeId: "8:11" });
  assertEquals(refusals(input([FILL], { targets: [x, z] })), []);
});

Deno.test("checkRoom() adds up what one file system must hold", () => {
  const room = { freeBytes: 100 * MiB, roomId: "8" };
  const [x, y] = [at("x", room), at("y", room)];
  assertEquals(refusals(input([FILL], { targets: [x, y] })), [
    'targets: Cannot lay spaces over "file:///mnt/x" and "file:///mnt/y": ' +
    "they share one file system, need 128 MiB together, and 100 MiB are " +
    "free. Give a smaller size or free some space",
  ]);
  const wide = { ...room, freeBytes: 128 * MiB };
  const enough = [at("x", wide), at("y", wide)];
  assertEquals(refusals(input([FILL], { targets: enough })), []);
  const apart = [x, at("y", { ...room, roomId: "9" })];
  assertEquals(refusals(input([FILL], { targets: apart })), []);
});
