import { assertEquals, assertThrows } from "@std/assert";
import { FLAG, FRAME } from "../../../backends/grpc/frame.ts";
import { H2Error } from "../../../backends/grpc/h2_payload.ts";
import { HeaderBlocks } from "../../../backends/grpc/header_blocks.ts";
import { writeHeaders } from "../../../backends/grpc/hpack.ts";

const HEADERS = [[":status", "200"], ["a", "b"]] as const;
const head = (kind: number, flags: number, stream = 1) => ({
  ...{ kind, flags, stream, length: 0 },
});

Deno.test("a block in three frames is read once it is whole", () => {
  const blocks = new HeaderBlocks();
  const block = writeHeaders(HEADERS);
  const first = head(FRAME.headers, FLAG.endStream);
  const more = head(FRAME.continuation, 0);
  assertEquals(blocks.add(first, block.subarray(0, 3)), null);
  blocks.expect(more);
  assertEquals(blocks.add(more, block.subarray(3, 5)), null);
  const last = head(FRAME.continuation, FLAG.endHeaders);
  assertEquals(blocks.add(last, block.subarray(5)), {
    ...{ stream: 1, headers: HEADERS, isLast: true },
  });
});

Deno.test("another frame within a block, and a block without a begin, are refused", () => {
  const blocks = new HeaderBlocks();
  assertThrows(() => blocks.expect(head(FRAME.continuation, 0)), H2Error);
  blocks.add(head(FRAME.headers, 0), new Uint8Array(2));
  assertThrows(() => blocks.expect(head(FRAME.data, 0)), H2Error);
  assertThrows(() => blocks.expect(head(FRAME.continuation, 0, 3)), H2Error);
});

Deno.test("a block without an end is refused at 64 KiB", () => {
  const blocks = new HeaderBlocks();
  blocks.add(head(FRAME.headers, 0), new Uint8Array(60_000));
  const more = head(FRAME.continuation, 0);
  assertThrows(() => blocks.add(more, new Uint8Array(6000)), H2Error);
});
