import { assertThrows } from "@std/assert";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";
import { RoomLimit } from "../../../../../engine/workloads/table/parquet/room_limit.ts";

const GIB = 2 ** 30;

Deno.test("RoomLimit refuses what a few bytes on disk may not become", () => {
  const limit = new RoomLimit();
  limit.grant(1000);
  limit.take(GIB, "page 0");
  limit.take(64_000, "page 1");
  assertThrows(
    () => limit.take(1, "page 2"),
    FormatError,
    `Cannot read the page 2: its rows would take ${GIB + 64_001} bytes`,
  );
});

Deno.test("RoomLimit lets many bytes on disk become many in memory", () => {
  const limit = new RoomLimit();
  limit.grant(GIB);
  for (let page = 0; page < 60; page++) limit.take(GIB, `page ${page}`);
});
