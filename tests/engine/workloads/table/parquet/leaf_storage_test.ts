import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../../engine/workloads/table/mod.ts";
import {
  readAs,
  storageOf,
  storedAs,
} from "../../../../../engine/workloads/table/parquet/leaf_storage.ts";

Deno.test("storedAs() says of no time of a day that it is of UTC", async () => {
  const arrow = await loadArrow();
  const types = [
    ...[new arrow.TimeSecond(), new arrow.TimeMillisecond()],
    ...[new arrow.TimeMicrosecond(), new arrow.TimeNanosecond()],
  ];
  for (const type of types) {
    const { time } = storedAs(arrow, type)?.storage.logical ?? {};
    assertEquals(time?.isAdjustedToUtc, false, String(type));
  }
});

Deno.test("readAs() follows a note on a time, whatever the file says of UTC", async () => {
  const arrow = await loadArrow();
  for (const isAdjustedToUtc of [false, true]) {
    const storage = storageOf({
      name: "at",
      type: 1,
      logicalType: { time: { isAdjustedToUtc, unit: { millis: {} } } },
    });
    if (storage === undefined) throw new Error("The element is refused");
    const { conversion, type } = readAs(arrow, storage, new arrow.TimeSecond());
    assertEquals([String(type), conversion], ["Time32<SECOND>", "scaled"]);
  }
});
