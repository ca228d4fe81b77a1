/** Runs, judgements and checks over a network that is broken by flags. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type StorePlace, withStorePlace } from "../_support/store_place.ts";

const PATIENT = `name: patient
objects:
  keys: 40
  sizes: { 1KiB: 50, 60KiB: 50 }
steps:
  - name: prepare
    load: object
    op: put
    depth: 8
    attempts: 6
    errorsMax: 100
  - name: mix
    load: object
    op: { get: 50, put: 20, range: 10, head: 10, delete: 5, list: 5 }
    pattern: random
    ops: 600
    depth: 8
    attempts: 6
    errorsMax: 100
  - name: read-back
    load: object
    op: get
    depth: 8
    attempts: 6
    errorsMax: 100
objectives: [findings == 0]
`;

const SHORT_WAITS = { stallTimeoutMs: 500, connectTimeoutMs: 500 };

const ALL_KINDS = [
  "refuse:after=8:every=9:arg=30",
  "throttle:every=3:arg=1000000",
  "http-429:after=20:count=1:arg=20",
  "http-503:after=60:count=1:arg=20",
  "half-open:after=30:count=2",
  "delay-request:every=50:arg=20",
  "reset-request:every=80",
  "cut-request:every=40",
  "delay:every=60:arg=20",
  "slow-loris:every=120:arg=1",
  "reset:every=70",
  "cut:every=50",
  "stall:after=40:count=2",
].flatMap((fault) => ["--net-fault", fault]);

async function runPatient(place: StorePlace, more: readonly string[]) {
  await Deno.writeTextFile(`${place.cwd}/patient.yaml`, PATIENT);
  return await place.run(
    ["run", "--profile", "patient.yaml", "--target", "store", ...more],
    SHORT_WAITS,
  );
}

Deno.test("a run under every fault of the network accuses nobody, and says so first", async () => {
  await withStorePlace({}, async (place) => {
    const { exit, out, err } = await runPatient(place, [
      ...["--keep", "--json", "report.json", ...ALL_KINDS],
    ]);
    assertEquals(exit, 0, out + err);
    assert(out.startsWith("FAULTS ARMED: net.refuse:after=8"), out);
    const json = await Deno.readTextFile(`${place.cwd}/report.json`);
    assert(json.startsWith('{ "faultsArmed": ["net.refuse'), json);
    const report = JSON.parse(json);
    assertEquals(report.findings.total ?? report.findings.length, 0);
    const fired = report.faultPoints.map(
      (one: { point: string; fired: number }) => [one.point, one.fired > 0],
    ).filter(([name]: [string]) => name.startsWith("net."));
    assertEquals(fired.length, 13);
    // A refusal needs somebody who connects while the port is closed.
    const silent = fired.filter(([, did]: [string, boolean]) => !did);
    assertEquals(silent, []);
  });
});

Deno.test("verify reads back through a broken network, and names it", async () => {
  await withStorePlace({}, async (place) => {
    const run = await runPatient(place, ["--keep"]);
    assertEquals(run.exit, 0, run.out + run.err);
    const slow = await place.run(
      ["verify", "last", "--net-fault", "delay:every=9:arg=5"],
      SHORT_WAITS,
    );
    assertEquals(slow.exit, 0, slow.out + slow.err);
    assert(slow.out.includes("FAULTS ARMED: net.delay"), slow.out);
    assertStringIncludes(slow.out, "net.delay reached");
    const broken = await place.run(
      ["verify", "last", "--net-fault", "reset"],
      SHORT_WAITS,
    );
    // Nothing came back that could be compared.
    assertEquals(broken.exit, 4, broken.out + broken.err);
    assert(broken.out.startsWith("FAULTS ARMED: net.reset"), broken.out);
  });
});

Deno.test("targets check says which step a broken network fails, and counts", async () => {
  await withStorePlace({}, async (place) => {
    const check = (...faults: string[]) =>
      place.run(
        [
          "targets",
          "check",
          "store",
          ...faults.flatMap((fault) => [
            "--net-fault",
            fault,
          ]),
        ],
        SHORT_WAITS,
      );
    const late = await check("delay:arg=5");
    assertEquals(late.exit, 0, late.out + late.err);
    assertEquals(late.out.split("\n")[0], "FAULTS ARMED: net.delay:arg=5");
    assert(/^net\.delay reached (\d+), fired \1$/m.test(late.out));
    const refused = await check("refuse:arg=60000");
    assertEquals(refused.exit, 3);
    assert(/FAIL connection .* refused/.test(refused.out), refused.out);
  });
});

Deno.test("--net-fault is refused where it means nothing, all mistakes at once", async () => {
  await withStorePlace({}, async (place) => {
    const { exit, err } = await place.run([
      ...["run", "--target", "file:///tmp/x", "--target", "store"],
      ...["--net-fault", "rest", "--net-fault", "cut:evry=1"],
    ]);
    assertEquals(exit, 2);
    for (const word of ['"reset"', '"every"', "file:///tmp/x"]) {
      assertStringIncludes(err, word);
    }
    const list = await place.run(["targets", "list", "--net-fault", "cut"]);
    assertEquals(list.exit, 2);
  });
});
