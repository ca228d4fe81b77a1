import { assert, assertEquals } from "@std/assert";
import { WindowRoom } from "../../../backends/grpc/window_room.ts";

const FRAME = 256 << 10;

Deno.test("a stream of large frames may have more on its way, once", () => {
  const room = new WindowRoom();
  const stream = {};
  assertEquals(room.widen(stream, 1000), 0);
  assert(room.widen(stream, FRAME) > 0);
  assertEquals(room.widen(stream, FRAME), 0);
});

Deno.test("of many streams some may, and others once those have ended", () => {
  const room = new WindowRoom();
  const streams = Array.from({ length: 100 }, () => ({}));
  const wide = streams.filter((one) => room.widen(one, FRAME) > 0);
  assert(wide.length > 0 && wide.length < 50, `${wide.length} may`);
  const late = streams.at(-1) ?? {};
  assertEquals(room.widen(late, FRAME), 0);
  room.narrow(late);
  assertEquals(room.widen(late, FRAME), 0, "It had nothing to give back");
  room.narrow(wide[0] ?? {});
  assert(room.widen(late, FRAME) > 0);
});
