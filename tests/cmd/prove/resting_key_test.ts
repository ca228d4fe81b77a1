import { assertEquals } from "@std/assert";
import { ObjectShelf } from "../../../cmd/prove/object_shelf.ts";
import { UNIT_BYTES } from "../../../cmd/prove/proof_profile.ts";
import { RestingKey, unitOf } from "../../../cmd/prove/resting_key.ts";
import { filled, joined } from "../../../cmd/prove/spoil.ts";

/** A shelf in memory with one object in two parts, of two units and of one. */
function restingKey(): RestingKey {
  const held = new Map([["k", [
    joined([filled(UNIT_BYTES, 1), filled(UNIT_BYTES, 2)]),
    filled(UNIT_BYTES, 3),
  ]]]);
  class Shelf extends ObjectShelf {
    constructor() {
      super({
        records: "/nowhere",
        pieces: "/nowhere",
        keyField: "key",
        piecesField: "blobs",
      });
    }
    override read(key: string) {
      return { record: {}, pieces: held.get(key) ?? [] };
    }
    override write(key: string, pieces: readonly Uint8Array[]) {
      held.set(key, [...pieces].map((piece) => piece.slice()));
    }
  }
  return new RestingKey(new Shelf(), "k");
}

Deno.test("RestingKey changes one unit and keeps the parts", () => {
  const key = restingKey();
  key.setUnit(2, filled(UNIT_BYTES, 9));
  assertEquals(key.parts().map(({ length }) => length), [8192, 4096]);
  assertEquals([0, 1, 2].map((unit) => key.unitBytes(unit)[0]), [1, 2, 9]);
});

Deno.test("RestingKey gives what is more, or lacks, to the last part", () => {
  const key = restingKey();
  key.write(joined([key.bytes(), filled(10, 7)]));
  assertEquals(key.parts().map(({ length }) => length), [8192, 4106]);
  key.write(key.bytes().slice(0, 8200));
  assertEquals(key.parts().map(({ length }) => length), [8192, 8]);
});

Deno.test("RestingKey names places of its object", () => {
  const key = restingKey();
  assertEquals(key.place(2, "missed"), {
    role: "missed",
    object: "k",
    units: [2, 2],
  });
  assertEquals(key.places(1, 2).units, [1, 2]);
  assertEquals(key.beside("l").key, "l");
});

Deno.test("unitOf() cuts a unit out", () => {
  assertEquals(unitOf(filled(3 * UNIT_BYTES, 1), 1).length, UNIT_BYTES);
});
