/** Cases of the block face: a small load that is written, read and judged. */
import type { LaneSpec, SpaceSpec } from "../../ffi/mod.ts";
import type { BlockFace, Space } from "../block.ts";
import type { Backend } from "../contract.ts";
import { runLane } from "./_run_lane.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import { NotTried, PromiseBroken, same } from "./promise.ts";

const UNIT_BYTES = 4096;
const UNITS = 256;

export const BLOCK_CASES: readonly ConformanceCase[] = [
  promiseCase("block.sweep.verified", ["block"], async (backend, env) => {
    if (backend.block === undefined) {
      throw new PromiseBroken("It claims block and has no block face");
    }
    const facts = await backend.block.facts();
    if (facts.kind === "null") {
      throw new NotTried("nothing that is written to it is kept");
    }
    const name = `conform-${env.seed}.dat`;
    const isStore = facts.kind === "store";
    const space = await openSmall(backend.block, env, { name, isStore });
    try {
      const io = facts.io[0] ?? "psync";
      const written = await runLane(
        space,
        laneSpec(env, { io, isRead: false }),
      );
      same(written.unitsWritten, UNITS, "The number of units written");
      const read = await runLane(space, laneSpec(env, { io, isRead: true }));
      same(read.unitsBad, 0, "The number of units that are wrong");
      same(read.unitsCompared, UNITS, "The number of units compared");
    } finally {
      await space.close();
      await deleteMade(backend, name);
    }
  }),
];

function openSmall(
  block: BlockFace,
  env: CaseEnv,
  made: { readonly name: string; readonly isStore: boolean },
): Promise<Space> {
  const { name, isStore } = made;
  const spec: SpaceSpec = {
    runId: BigInt(env.seed) + 1n,
    runKey: BigInt(env.seed) + 2n,
    files: [{ name, objectId: BigInt(env.seed) + 3n }],
    fileBytes: UNITS * UNIT_BYTES,
    unitBytes: UNIT_BYTES,
    mode: "create",
    readOnly: false,
    allocate: false,
    dsync: false,
    compressPermille: 0,
    dedupePermille: 0,
    objectTag: 0,
    // Each unit is a whole object: a store takes no less.
    ...(isStore ? { objectBytes: UNIT_BYTES } : {}),
  };
  return block.open(spec);
}

/** A store keeps a file as many objects, below its name. */
async function deleteMade(backend: Backend, name: string): Promise<void> {
  if (!backend.capabilities.has("delete")) return;
  await backend.delete(name);
  if (!backend.capabilities.has("list")) return;
  const { objects } = await backend.list({ prefix: `${name}/` });
  for (const { key } of objects) await backend.delete(key);
}

function laneSpec(
  env: CaseEnv,
  options: { readonly io: LaneSpec["io"]; readonly isRead: boolean },
): LaneSpec {
  return {
    lane: 0,
    seed: BigInt(env.seed),
    regionUnit: 0,
    regionUnits: UNITS,
    limitOps: 0,
    limitBytes: UNITS * UNIT_BYTES,
    limitNs: 0,
    warmupNs: 0,
    io: options.io,
    depth: 8,
    pattern: { kind: "shuffle" },
    arrival: { kind: "closed" },
    readPermille: options.isRead ? 1000 : 0,
    verify: options.isRead,
    sync: { kind: "end" },
    errorsMax: 0,
    mix: [{ bytes: UNIT_BYTES, weight: 1 }],
  };
}
