import { assertEquals } from "@std/assert";
import { FileShelf } from "../../../cmd/prove/file_shelf.ts";
import { fileNames, shelfOf } from "../../../cmd/prove/offsets_site.ts";
import type { ProofBench } from "../../../cmd/prove/proof_bench.ts";
import {
  BEFORE_READ,
  offsetsProfile,
} from "../../../cmd/prove/proof_profile.ts";
import { type PlacedFault, proveCell } from "../../../cmd/prove/prove_cell.ts";
import type { Cell, Plan } from "../../../engine/mod.ts";
import { faultClass, withBench } from "./_bench.ts";

/** What a fault does to the files, and what it says that it did. */
interface Told {
  readonly change?: (shelf: FileShelf) => void;
  readonly unit?: number;
  readonly profile?: PlacedFault["profile"];
  readonly fired?: number;
}

async function prove(bench: ProofBench, told: Told): Promise<Cell> {
  const { change, fired, profile = offsetsProfile(), unit = 5 } = told;
  const placed: PlacedFault = {
    profile,
    onStop(stop: string, plan: Plan) {
      if (stop !== BEFORE_READ) return Promise.resolve(undefined);
      change?.(shelfOf(bench, plan));
      const object = fileNames(plan)[0] ?? "";
      return Promise.resolve({
        put: {
          how: "at rest",
          places: [{ role: "damaged" as const, object, units: [unit, unit] }],
          lasts: true,
        },
        ...(fired === undefined ? {} : { fired: () => fired }),
      });
    },
  };
  return await proveCell(bench, faultClass("zeroed"), {
    seed: "42",
    place: () => placed,
  });
}

const zero = (shelf: FileShelf) =>
  shelf.write(0, 5 * 4096, new Uint8Array(4096));

Deno.test("proveCell() names a fault that the run and verify both name", async () => {
  await withBench("file", async (bench) => {
    const cell = await prove(bench, { change: zero });
    assertEquals([cell.outcome, cell.found, cell.reasons], [
      "named",
      ["zeroed"],
      [],
    ]);
    assertEquals([...Deno.readDirSync(`${bench.files}`)], []);
  });
});

Deno.test("proveCell() sees a verification that was switched off", async () => {
  const { steps, ...profile } = offsetsProfile();
  const blind = {
    ...profile,
    steps: steps.map((step) =>
      step.kind === "block" ? { ...step, verify: "never" as const } : step
    ),
  };
  await withBench("mem", async (bench) => {
    const cell = await prove(bench, { change: zero, profile: blind });
    assertEquals(cell.outcome, "wrong");
    assertEquals(cell.reasons[0], "In run: nothing was compared");
  });
});

Deno.test("proveCell() takes no other place, no other name and no second one", async () => {
  await withBench("mem", async (bench) => {
    const elsewhere = await prove(bench, { change: zero, unit: 6 });
    assertEquals(elsewhere.outcome, "wrong");
    const flipped = await prove(bench, {
      change: (shelf) => shelf.write(0, 5 * 4096 + 99, Uint8Array.of(1)),
    });
    assertEquals([flipped.outcome, flipped.found], ["wrong", ["bit rot"]]);
    const twice = await prove(bench, {
      change(shelf) {
        zero(shelf);
        shelf.write(1, 0, new Uint8Array(4096));
      },
    });
    assertEquals([twice.outcome, twice.reasons.length], ["wrong", 1]);
  });
});

Deno.test("proveCell() takes nothing for caught that was never met", async () => {
  await withBench("mem", async (bench) => {
    assertEquals((await prove(bench, { fired: 0 })).reasons, [
      "The fault was never met, so nothing was shown",
    ]);
    const none = await proveCell(bench, faultClass("zeroed"), {
      seed: "42",
      place: () => undefined,
    });
    assertEquals(none.outcome, "wrong");
    const absent = await proveCell(bench, faultClass("short-part"), {
      seed: "42",
      place: () => undefined,
    });
    assertEquals(absent.outcome, "absent");
  });
});

Deno.test("proveCell() tells the world from a verdict", async () => {
  await withBench("file", async (bench) => {
    const cell = await prove(bench, {
      change: () => bench.wiring.core.faults.arm("read.eio"),
    });
    assertEquals(cell.outcome, "failed");
  });
});
