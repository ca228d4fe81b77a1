import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Core, CoreError, loadCore } from "../../ffi/mod.ts";
import { openMemory, runLane } from "./core_fixture.ts";
import { headerTable } from "./header_facts.ts";

/** Of code that is not of the core. */
const POINT = "writer.flush.fail";

async function withFaults(body: (core: Core) => Promise<void> | void) {
  using core = loadCore();
  core.faults.clear();
  try {
    await body(core);
  } finally {
    core.faults.clear();
  }
}

Deno.test("CoreFaults.list() has the points and texts of the header", async () => {
  await withFaults((core) => {
    const tables = ["", "HTTP_", "STREAM_", "FILE_"]
      .map((of) => `SV_FAULT_${of}MAP`);
    const rows = tables.flatMap((table) => headerTable(table)).map((
      [, name, text],
    ) => ({
      name,
      text,
    }));
    const listed = core.faults.list().map(({ name, text }) => ({ name, text }));
    assertEquals(listed, rows);
  });
});

Deno.test("CoreFaults.arm() arms one point, clear() disarms all", async () => {
  await withFaults((core) => {
    assertEquals(core.faults.armed, false);
    core.faults.arm("read.bitflip:after=2:count=1:seed=9");
    assertEquals(core.faults.armed, true);
    const armed = core.faults.list().filter((point) => point.armed);
    assertEquals(armed.map(({ name }) => name), ["read.bitflip"]);
    core.faults.clear();
    assertEquals(core.faults.armed, false);
    assertEquals(core.faults.list().filter((point) => point.armed), []);
  });
});

Deno.test("CoreFaults.list() counts how often a point was reached and fired", async () => {
  await withFaults(async (core) => {
    core.faults.arm("write.lost:after=10:count=2");
    await using space = await openMemory(core);
    const { counters } = await runLane(space);
    const point = core.faults.list().find(({ name }) => name === "write.lost");
    assertEquals([point?.hits, point?.fired], [64, 2]);
    assertEquals(counters.faultsFired, 2);
  });
});

Deno.test("CoreFaults.arm() refuses a point or a text it does not know", async () => {
  await withFaults((core) => {
    const point = assertThrows(() => core.faults.arm("no.such"), CoreError);
    assertEquals(point.statusName, "POINT");
    assert(point.message.includes(`"no.such"`), point.message);
    const text = assertThrows(
      () => core.faults.arm("read.eio:after=soon"),
      CoreError,
    );
    assertEquals(text.statusName, "PLAN_TEXT");
    assertEquals(core.faults.armed, false);
  });
});

Deno.test("CoreFaults.fires() asks a point from outside and counts it", async () => {
  await withFaults((core) => {
    const { faults } = core;
    const flush = () => faults.list().find(({ name }) => name === POINT);
    assertEquals(faults.fires(POINT, 5), null);
    assertEquals(flush()?.hits, 0);
    faults.arm(`${POINT}:after=1`);
    assertEquals([faults.fires(POINT, 5), faults.fires(POINT, 5)], [null, 5]);
    faults.arm(`${POINT}:arg=28`);
    assertEquals(faults.fires(POINT, 5), 28);
    assertEquals([flush()?.hits, flush()?.fired], [3, 2]);
    faults.arm(`${POINT}:seed=4`);
    const first = faults.fires(POINT);
    assert(first !== null && first !== faults.fires(POINT));
    faults.arm(`${POINT}:seed=4`);
    assertEquals(faults.fires(POINT), first);
    assertThrows(() => faults.fires("no.such"), TypeError, '"no.such"');
  });
});

Deno.test("CoreFaults of another loading of the library has the same points", async () => {
  await withFaults((core) => {
    using again = loadCore({ path: core.path });
    again.faults.arm(`${POINT}:arg=7`);
    assertEquals(core.faults.fires(POINT, 1), 7);
  });
});

Deno.test("CoreFaults.idlePs() measures a point that is not armed", async () => {
  await withFaults((core) => assert(core.faults.idlePs(100_000) >= 0));
});

Deno.test("CoreFaults.control() fails where no FIFO can be made", async () => {
  await withFaults((core) => {
    assertThrows(
      () => core.faults.control("/no/such/folder/control"),
      CoreError,
      "/no/such/folder/control",
    );
  });
});
