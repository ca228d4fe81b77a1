import { assert, assertEquals } from "@std/assert";
import {
  AckGatherer,
  joinRanges,
} from "../../../backends/acknowledgement/gather.ts";
import { RANGES_MAX } from "../../../backends/acknowledgement/ack_record.ts";
import { seededNumbers } from "../../../backends/seeded.ts";
import { HandLog } from "./_log.ts";

function gatherer(): AckGatherer {
  return new AckGatherer({ space: 3, unitBytes: 4096 });
}

Deno.test("a write that returned is told, and is durable after a sync", () => {
  const log = new HandLog();
  const acks = gatherer();
  log.wrote(5, [1]);
  log.synced();
  log.wrote(6, [1]);
  acks.take(log.take());
  assertEquals(acks.flush(), [
    { kind: "written", space: 3, file: 0, group: 1, ranges: [5, 1, 1] },
    { kind: "written", space: 3, file: 0, group: 2, ranges: [6, 1, 1] },
    { kind: "synced", space: 3, file: 0, group: 1 },
  ]);
  assertEquals(acks.flush(), []);
});

Deno.test("a sync covers what had returned before it began, and no more", () => {
  const log = new HandLog();
  const acks = gatherer();
  const slow = log.write(1, [1]);
  log.wrote(2, [1]);
  const sync = log.sync();
  log.end(slow);
  log.end(sync);
  acks.take(log.take());
  assertEquals(acks.flush(), [
    { kind: "written", space: 3, file: 0, group: 1, ranges: [2, 1, 1] },
    { kind: "written", space: 3, file: 0, group: 2, ranges: [1, 1, 1] },
    { kind: "synced", space: 3, file: 0, group: 1 },
  ]);
});

Deno.test("a sync of one file says nothing of another", () => {
  const log = new HandLog();
  const acks = gatherer();
  log.wrote(1, [1], 0);
  log.wrote(1, [1], 1);
  log.synced(1);
  acks.take(log.take());
  const synced = acks.flush().filter(({ kind }) => kind === "synced");
  assertEquals(synced, [{ kind: "synced", space: 3, file: 1, group: 1 }]);
});

Deno.test("what failed is not told: a write, or what a sync would cover", () => {
  const log = new HandLog();
  const acks = gatherer();
  log.end(log.write(1, [1]), { hasFailed: true });
  log.wrote(2, [1]);
  log.end(log.sync(), { hasFailed: true });
  log.synced();
  acks.take(log.take());
  assertEquals(acks.flush(), [
    { kind: "written", space: 3, file: 0, group: 3, ranges: [2, 1, 1] },
  ]);
});

Deno.test("a write with O_DSYNC is durable by itself", () => {
  const log = new HandLog();
  const acks = gatherer();
  log.end(log.write(1, [4, 5]), { durable: true });
  acks.take(log.take());
  assertEquals(acks.flush(), [{
    kind: "written",
    space: 3,
    file: 0,
    group: 0,
    ranges: [1, 1, 4, 2, 1, 5],
  }]);
});

Deno.test("an end whose beginning was dropped from the log is passed over", () => {
  const log = new HandLog();
  const acks = gatherer();
  const write = log.write(1, [1]);
  const sync = log.sync();
  log.take();
  log.end(write);
  log.end(sync);
  acks.take(log.take());
  assertEquals(acks.flush(), []);
});

Deno.test("groups between which no sync stands any more are told as one", () => {
  const log = new HandLog();
  const acks = gatherer();
  for (let unit = 0; unit < 100; unit++) {
    log.wrote(unit, [1]);
    log.synced();
  }
  acks.take(log.take());
  assertEquals(acks.flush(), [
    { kind: "written", space: 3, file: 0, group: 100, ranges: [0, 100, 1] },
    { kind: "synced", space: 3, file: 0, group: 100 },
  ]);
});

Deno.test("more ranges than a record takes are told in several", () => {
  const log = new HandLog();
  const acks = gatherer();
  for (let unit = 0; unit <= RANGES_MAX; unit++) log.wrote(2 * unit, [1]);
  acks.take(log.take());
  const told = acks.flush();
  assertEquals(
    told.map((one) => one.kind === "written" && one.ranges.length / 3),
    [RANGES_MAX, 1],
  );
});

Deno.test("joinRanges() sorts, joins neighbours and keeps the later write", () => {
  assertEquals(joinRanges([7, 1, 2, 5, 2, 2, 5, 2, 3, 9, 1, 1]), [
    ...[5, 2, 3],
    ...[7, 1, 2],
    ...[9, 1, 1],
  ]);
  assertEquals(joinRanges([4, 2, 1, 2, 2, 1, 0, 2, 1]), [0, 6, 1]);
  assertEquals(joinRanges([]), []);
  const far = 2 ** 52;
  assertEquals(joinRanges([far, 1, 2, 3, 1, 1, far, 1, 3]), [
    ...[3, 1, 1],
    ...[far, 1, 3],
  ]);
});

/** By unit: the highest generation among groups up to the durable one. */
class Model {
  readonly floors = new Map<number, number>();
  readonly #told: { group: number; ranges: readonly number[] }[] = [];
  #durable = 0;

  hear(records: ReturnType<AckGatherer["flush"]>): void {
    for (const record of records) {
      if (record.kind === "written") this.#told.push(record);
      else this.#durable = record.group;
    }
    for (const { group, ranges } of this.#told) {
      if (group > this.#durable) continue;
      for (let at = 0; at < ranges.length; at += 3) {
        const [unit = 0, units = 0, generation = 0] = ranges.slice(at, at + 3);
        for (let one = unit; one < unit + units; one++) {
          const known = this.floors.get(one) ?? 0;
          this.floors.set(one, Math.max(known, generation));
        }
      }
    }
  }
}

Deno.test("whatever happens in whatever order, nothing is told that is not durable, and in the end all that is", () => {
  const next = seededNumbers(20261121);
  const pick = (count: number) => next() % Math.max(1, count);
  for (let round = 0; round < 200; round++) {
    const log = new HandLog();
    const acks = gatherer();
    const model = new Model();
    const generations = new Map<number, number>();
    const returned = new Map<number, number>();
    const durable = new Map<number, number>();
    const writes: { begun: number; unit: number; generation: number }[] = [];
    let isPoisoned = false;
    const syncs: { begun: number; covers: Map<number, number> }[] = [];
    for (let step = 0; step < 120; step++) {
      const what = pick(6);
      if (what <= 1) {
        const unit = pick(8);
        const generation = (generations.get(unit) ?? 0) + 1;
        if (writes.some((one) => one.unit === unit)) continue;
        generations.set(unit, generation);
        writes.push({ begun: log.write(unit, [generation]), unit, generation });
      } else if (what === 2) {
        const [ended] = writes.splice(pick(writes.length), 1);
        if (ended === undefined) continue;
        log.end(ended.begun);
        returned.set(ended.unit, ended.generation);
      } else if (what === 3) {
        syncs.push({ begun: log.sync(), covers: new Map(returned) });
      } else if (what === 4) {
        const [ended] = syncs.splice(pick(syncs.length), 1);
        if (ended === undefined) continue;
        const hasFailed = pick(20) === 0;
        log.end(ended.begun, { hasFailed });
        isPoisoned ||= hasFailed;
        if (isPoisoned) continue;
        for (const [unit, generation] of ended.covers) {
          durable.set(unit, Math.max(durable.get(unit) ?? 0, generation));
        }
      } else {
        acks.take(log.take());
        if (pick(2) === 0) model.hear(acks.flush());
      }
      for (const [unit, floor] of model.floors) {
        assert(floor <= (durable.get(unit) ?? 0), `round ${round}`);
      }
    }
    acks.take(log.take());
    model.hear(acks.flush());
    assertEquals(
      [...model.floors].sort(),
      [...durable].sort(),
      `round ${round}`,
    );
  }
});
