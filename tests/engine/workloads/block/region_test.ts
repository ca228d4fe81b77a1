/** Promises of `engine/workloads/block/region.ts`. */
import { assertEquals } from "@std/assert";
import {
  splitBytes,
  splitRegions,
} from "../../../../engine/workloads/block/region.ts";

const SHAPES = [
  { bytes: 7 * 4096, blockBytes: 4096, lanes: 3 },
  { bytes: 4096, blockBytes: 4096, lanes: 1 },
  { bytes: 512 * 65536, blockBytes: 65536, lanes: 512 },
  { bytes: 1000 * 4096, blockBytes: 12288, lanes: 7 },
  { bytes: 2 ** 50, blockBytes: 2 ** 20, lanes: 511 },
];

Deno.test("splitRegions() leaves no byte out and none to two lanes", () => {
  for (const shape of SHAPES) {
    let next = 0;
    for (const { startBytes, bytes } of splitRegions(shape)) {
      assertEquals(startBytes, next);
      assertEquals(bytes >= shape.blockBytes, true);
      assertEquals(startBytes % shape.blockBytes, 0);
      next += bytes;
    }
    assertEquals(next, shape.bytes);
  }
});

Deno.test("splitRegions() gives the rest to the last lane", () => {
  const regions = splitRegions({ bytes: 7 * 512, blockBytes: 512, lanes: 3 });
  assertEquals(regions.map(({ bytes }) => bytes / 512), [2, 2, 3]);
});

Deno.test("splitBytes() covers each region as often as the space", () => {
  for (const shape of SHAPES) {
    const regions = splitRegions(shape);
    const twice = splitBytes(shape.bytes * 2, regions, shape.blockBytes);
    assertEquals(twice, regions.map(({ bytes }) => bytes * 2));
  }
});

Deno.test("splitBytes() never gives a lane 0, which would mean no limit", () => {
  const regions = splitRegions({ bytes: 7 * 512, blockBytes: 512, lanes: 3 });
  for (const blocks of [3, 4, 5, 6, 7, 8, 9, 100]) {
    const limits = splitBytes(blocks * 512, regions, 512);
    assertEquals(Math.min(...limits) >= 512, true, `${blocks} ${limits}`);
    assertEquals(limits.reduce((sum, each) => sum + each), blocks * 512);
  }
});

Deno.test("splitBytes() gives 0 to all when there is no limit", () => {
  const regions = splitRegions({ bytes: 7 * 512, blockBytes: 512, lanes: 3 });
  assertEquals(splitBytes(0, regions, 512), [0, 0, 0]);
});
