import { assertEquals, assertThrows } from "@std/assert";
import { FLAG } from "../../../backends/grpc/frame.ts";
import {
  H2Error,
  headerPart,
  padless,
  readNumber,
  readSettings,
} from "../../../backends/grpc/h2_payload.ts";

const head = (flags: number) => ({ kind: 1, flags, stream: 1, length: 0 });

Deno.test("what fills a frame and what orders it are taken off", () => {
  const padded = Uint8Array.of(2, 7, 8, 0, 0);
  assertEquals(padless(head(FLAG.padded), padded), Uint8Array.of(7, 8));
  assertEquals(padless(head(0), padded), padded);
  const both = Uint8Array.of(1, 0, 0, 0, 0, 9, 5, 0);
  const flags = FLAG.padded | FLAG.priority;
  assertEquals(headerPart(head(flags), both), Uint8Array.of(5));
});

Deno.test("more filling than frame, and numbers that are cut, are refused", () => {
  const all = Uint8Array.of(3, 0, 0);
  assertThrows(() => padless(head(FLAG.padded), all), H2Error);
  assertThrows(() => padless(head(FLAG.padded), new Uint8Array()), H2Error);
  assertThrows(() => readSettings(new Uint8Array(7)), H2Error);
  assertThrows(() => readNumber(new Uint8Array(3)), H2Error);
  assertEquals(readSettings(Uint8Array.of(0, 4, 0, 1, 0, 0)), [[4, 65_536]]);
});
