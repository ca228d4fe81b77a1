import { assert, assertEquals, assertThrows } from "@std/assert";
import { CoreError, KERNEL_LEVELS, loadCore } from "../../ffi/mod.ts";
import type { Core, StampIdentity, StampWrite } from "../../ffi/mod.ts";
import { stampBaseTwin, stampUnitTwin } from "./stamp_twin.ts";

/** The same numbers from the same seed, on any machine. */
function numbers(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state + 0x9E3779B97F4A7C15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94D049BB133111EBn);
    return z ^ (z >> 31n);
  };
}

function identityOf(next: () => bigint): StampIdentity {
  return {
    runId: next(),
    runKey: next(),
    objectId: next(),
    objectTag: Number(next() & 0xfffn),
    unitBytes: (next() & 1n) === 0n ? 512 : 4096,
    objectBits: 12,
    unitBits: 36,
    compressPermille: Number(next() % 901n),
    dedupePermille: Number(next() % 1001n),
  };
}

function writeOf(next: () => bigint): StampWrite {
  return {
    unit: next() & 0xffffffffn,
    sequence: next(),
    writer: Number(next() & 0xffffn),
    seconds: Number(next() & 0xffffffffn),
    generations: [1n + (next() & 0xfffn), 1n, 0xffffn],
  };
}

const PLAIN: StampIdentity = {
  runId: 1n,
  runKey: 2n,
  objectId: 3n,
  objectTag: 4,
  unitBytes: 4096,
  objectBits: 12,
  unitBits: 36,
  compressPermille: 0,
  dedupePermille: 0,
};
const WRITE: StampWrite = {
  unit: 10n,
  sequence: 1n,
  writer: 0,
  seconds: 0,
  generations: [1n, 2n],
};
const WINDOWS = WRITE.generations.map((g) => ({
  low: g,
  high: g,
  mixed: false,
}));

function twinOf(identity: StampIdentity, write: StampWrite): Uint8Array {
  const { generations, ...rest } = write;
  const units = generations.map((generation, position) =>
    stampUnitTwin({
      ...identity,
      ...rest,
      unit: write.unit + BigInt(position),
      generation,
      position,
      length: generations.length,
    })
  );
  return new Uint8Array(units.flatMap((unit) => [...unit]));
}

/** Each level that this CPU has. */
function eachLevel(core: Core, body: (level: string) => void) {
  const best = KERNEL_LEVELS.indexOf(core.kernelBest());
  try {
    for (const level of KERNEL_LEVELS.slice(0, best + 1)) {
      core.kernelSelect(level);
      body(level);
    }
  } finally {
    core.kernelSelect(core.kernelBest());
  }
}

Deno.test("CoreStamp.fill() gives the bytes of its twin, at each level", () => {
  using core = loadCore();
  for (let seed = 1n; seed <= 40n; seed++) {
    const next = numbers(seed);
    const identity = identityOf(next);
    const write = writeOf(next);
    const twin = twinOf(identity, write);
    eachLevel(core, (level) => {
      assertEquals(
        core.stamp.fill(identity, write),
        twin,
        `seed=${seed} level=${level}`,
      );
    });
  }
});

Deno.test("CoreStamp.base() is its twin's, and decode() takes it back", () => {
  using core = loadCore();
  for (let seed = 1n; seed <= 200n; seed++) {
    const next = numbers(seed);
    const identity = { ...identityOf(next), dedupePermille: 0 };
    const owner = {
      objectTag: Number(next() & 0xfffn),
      unit: next() & 0xfffffffffn,
      generation: next() & 0xffffn,
    };
    const base = core.stamp.base(identity, owner);
    const twin = stampBaseTwin({
      ...identity,
      ...owner,
      sequence: 0n,
      writer: 0,
      position: 0,
      length: 1,
      seconds: 0,
    });
    assertEquals(base, twin, `seed=${seed}`);
  }
  const bytes = core.stamp.fill(PLAIN, WRITE);
  const view = new DataView(bytes.buffer);
  for (const position of [64, 512, 4088]) {
    assertEquals(
      core.stamp.decode(PLAIN, position, view.getBigUint64(position, true)),
      { objectTag: 4, unit: 10n, generation: 1n },
    );
  }
});

Deno.test("CoreStamp.check() accepts what fill() made, at each level", () => {
  using core = loadCore();
  const bytes = core.stamp.fill(PLAIN, WRITE);
  eachLevel(core, (level) => {
    const check = core.stamp.check(PLAIN, {
      unit: 10n,
      windows: WINDOWS,
      bytes,
    });
    assertEquals(check, { bad: 0, findings: [] }, level);
  });
});

Deno.test("CoreStamp.check() locates a single flipped bit, at each level", () => {
  using core = loadCore();
  for (const at of [0, 63, 64, 511, 512, 4095, 4096 + 777]) {
    const bytes = core.stamp.fill(PLAIN, WRITE);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    eachLevel(core, (level) => {
      const { bad, findings } = core.stamp.check(PLAIN, {
        unit: 10n,
        windows: WINDOWS,
        bytes,
      });
      const [finding] = findings;
      assertEquals([bad, findings.length], [1, 1], `byte ${at} ${level}`);
      assertEquals(finding?.unit, at < 4096 ? 10 : 11);
      assertEquals(finding?.firstBadByte, at % 4096);
      assertEquals([finding?.badBytes, finding?.badBits], [1, 1]);
    });
  }
});

Deno.test("CoreStamp.check() counts bad units beyond its capacity", () => {
  using core = loadCore();
  const bytes = new Uint8Array(2 * 4096);
  const request = { unit: 10n, windows: WINDOWS, bytes };
  const { bad, findings } = core.stamp.check(PLAIN, {
    ...request,
    capacity: 1,
  });
  assertEquals([bad, findings.length], [2, 1]);
  assertEquals(findings[0]?.class, "zeroed");
});

Deno.test("CoreStamp refuses a buffer that is too short or off its place", () => {
  using core = loadCore();
  const short = new Uint8Array(4096);
  assertThrows(() => core.stamp.fill(PLAIN, WRITE, short), CoreError);
  const off = new Uint8Array(3 * 4096).subarray(4);
  assertThrows(() => core.stamp.fill(PLAIN, WRITE, off), CoreError);
  const request = { unit: 10n, windows: WINDOWS, bytes: short };
  const error = assertThrows(() => core.stamp.check(PLAIN, request), CoreError);
  assert(error.message.includes("4096"), error.message);
});

Deno.test("CoreStamp passes on what the core refuses", () => {
  using core = loadCore();
  const identity = { ...PLAIN, compressPermille: 950 };
  const error = assertThrows(() => core.stamp.fill(identity, WRITE), CoreError);
  assertEquals(error.statusName, "LAYOUT");
});
