import { assertEquals } from "@std/assert";
import type { AckRecord } from "../../../backends/acknowledgement/ack_record.ts";
import { AckTeller } from "../../../backends/acknowledgement/mod.ts";
import { spaceSpec } from "../../ffi/core_fixture.ts";
import { HandLog } from "./_log.ts";

/** A way that a test opens and shuts. */
class FakeWay {
  readonly sent: AckRecord[] = [];
  readonly #lost = new AbortController();
  isIdle = true;
  checks = 0;

  send(record: AckRecord): void {
    this.sent.push(record);
  }

  check(): void {
    this.checks += 1;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  lose(): void {
    this.#lost.abort();
  }

  /** Kinds since the last call. */
  kinds(): string[] {
    return this.sent.splice(0).map(({ kind }) => kind);
  }
}

interface Setup {
  readonly way: FakeWay;
  readonly teller: AckTeller;
  readonly log: HandLog;
  readonly facts: { dropped: number };
  now(ms: number): void;
  open(): { end(): void };
}

function setup(plan = "{}"): Setup {
  const way = new FakeWay();
  const log = new HandLog();
  const facts = { dropped: 0 };
  let nowMs = 1000;
  const teller = new AckTeller({
    way,
    runId: "0123456789abcdef",
    state: "{}",
    plan,
    nowMs: () => nowMs,
    sleepMs: () => Promise.resolve(),
  });
  return {
    ...{ way, teller, log, facts },
    now: (ms) => nowMs = ms,
    open: () =>
      teller.begin("local", spaceSpec(), {
        read: () => log.take(),
        facts: () => ({ capacity: 9, written: 0, read: 0, ...facts }),
      }),
  };
}

Deno.test("a teller begins with the run and its plan, in pieces", () => {
  const { way } = setup("x".repeat(250_000));
  assertEquals(way.kinds(), ["run", "plan", "plan", "plan"]);
});

Deno.test("a turn tells what became durable since the last", () => {
  const { log, open, teller, way } = setup();
  open();
  assertEquals(way.kinds(), ["run", "plan", "space"]);
  log.wrote(1, [1]);
  teller.turn();
  assertEquals(way.kinds(), ["written"]);
  log.synced();
  teller.turn();
  assertEquals(way.kinds(), ["synced"]);
  teller.turn();
  assertEquals(way.kinds(), []);
});

Deno.test("what waits while the way is busy becomes one record", () => {
  const { log, open, teller, way } = setup();
  open();
  way.kinds();
  way.isIdle = false;
  for (let unit = 0; unit < 5; unit++) {
    log.wrote(unit, [1]);
    log.synced();
    teller.turn();
  }
  assertEquals(way.kinds(), []);
  way.isIdle = true;
  teller.turn();
  assertEquals(way.sent, [
    {
      kind: "written",
      ...{ space: 0, file: 0, group: 5, ranges: [0, 5, 1], atMs: 1000 },
    },
    { kind: "synced", space: 0, file: 0, group: 5, atMs: 1000 },
  ]);
});

Deno.test("who has nothing to say shows each second that he is there", () => {
  const { now, teller, way } = setup();
  way.kinds();
  now(1999);
  teller.turn();
  assertEquals(way.kinds(), []);
  now(2000);
  teller.turn();
  teller.turn();
  assertEquals(way.kinds(), ["alive"]);
});

Deno.test("a space that is closed is told of to its end", () => {
  const { log, open, teller, way } = setup();
  const space = open();
  way.kinds();
  way.isIdle = false;
  log.wrote(1, [1]);
  log.synced();
  space.end();
  assertEquals(way.kinds(), []);
  teller.finish("pass");
  assertEquals(way.kinds(), ["written", "synced", "end"]);
});

Deno.test("what the log dropped is counted and told", () => {
  const { facts, open, teller, way } = setup();
  open();
  way.kinds();
  facts.dropped = 3;
  teller.turn();
  teller.turn();
  assertEquals(way.sent.map((one) => one.kind === "dropped" && one.records), [
    3,
  ]);
  assertEquals(teller.dropped, 3);
});

Deno.test("telling ends with the run, and with the way", async () => {
  const over = setup();
  const telling = over.teller.run();
  over.teller.finish("pass");
  await telling;
  const lost = setup();
  const untold = lost.teller.run();
  lost.way.lose();
  await untold;
  assertEquals(lost.way.checks > 0, true);
});
