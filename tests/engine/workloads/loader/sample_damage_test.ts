import { assertEquals } from "@std/assert";
import { damageOf } from "../../../../engine/workloads/loader/sample_damage.ts";

const PLACE = { sample: 3, lane: 1, timeNs: 9, offsetBytes: 100 };
const right = Uint8Array.from(
  { length: 3 * 4096 },
  (_, at) => (at * 7 + (at >> 12) * 13) & 0xff,
);

function classOf(change: (bytes: Uint8Array) => void) {
  const wrong = right.slice();
  change(wrong);
  return damageOf(PLACE, right, wrong).findings
    .map((one) => [one.class, one.offsetBytes, one.firstBadByte]);
}

Deno.test("damageOf() tells rot, zeros, other units and a cut end", () => {
  assertEquals(classOf(() => {}), []);
  assertEquals(classOf((bytes) => bytes[4100] = (bytes[4100] ?? 0) ^ 1), [
    ["bit rot", 4196, 4],
  ]);
  assertEquals(classOf((bytes) => bytes.fill(0, 4096, 8192))[0]?.[0], "zeroed");
  assertEquals(
    classOf((bytes) => bytes.set(right.subarray(0, 4096), 8192))[0]?.[0],
    "misdirected",
  );
  assertEquals(classOf((bytes) => bytes.fill(0, 9000))[0]?.[0], "truncated");
  const noise = (bytes: Uint8Array) =>
    bytes.subarray(0, 4096).forEach((byte, at) => bytes[at] = byte ^ 0x5a);
  assertEquals(classOf(noise)[0]?.[0], "foreign");
});

Deno.test("damageOf() counts the units that it does not tell of", () => {
  const long = new Uint8Array(40 * 4096);
  const { findings, more } = damageOf(PLACE, long, long.map(() => 1));
  assertEquals([findings.length, more], [16, 24]);
});
