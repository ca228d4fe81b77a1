/**
 * Two processes that race for the versions of one table, on a folder and on the
 * reference store: each version has one winner, and each acknowledged append is
 * there once. Method: both stand before the same version, and are let go at
 * once; where they look first and write after, both have looked by then.
 */
import { assertEquals, assertThrows } from "@std/assert";
import { openBackend, parseUrl } from "../../backends/mod.ts";
import { S3Endpoint } from "../../backends/reference/mod.ts";
import { tablePorts } from "../../cmd/table/table_ports.ts";
import { KnownRows, loadArrow, openTable } from "../../engine/mod.ts";
import { type Core, loadCore } from "../../ffi/mod.ts";
import { RACE_ROWS, type RacePlace } from "../_support/race_for_versions.ts";
import { type RacedVersion, Racer } from "../_support/racer.ts";

const APPENDS = 4;
const RACERS = [0, 1];

/** Where a table is raced for, and how. */
type Course = Pick<RacePlace, "url" | "settings" | "isWeak">;

/** What both were told, and the ids that are there. */
interface RaceEnd {
  readonly acknowledged: readonly RacedVersion[];
  readonly ids: readonly number[];
}

function ascending(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}

function judgeRace({ acknowledged, ids }: RaceEnd): void {
  const versions = acknowledged.map(([version]) => version);
  // The first version is there before.
  const expected = Array.from(
    { length: RACERS.length * APPENDS },
    (_, at) => at + 2,
  );
  assertEquals(ascending(versions), expected, "one winner each");
  const rows = [0, ...acknowledged.map(([, row]) => row)].flatMap((row) =>
    Array.from({ length: RACE_ROWS }, (_, at) => row + at)
  );
  assertEquals(ascending(ids), ascending(rows), "each append once");
}

function placeOf(course: Course, racer: number): RacePlace {
  const firstRow = RACE_ROWS * (1 + racer * APPENDS);
  return { ...course, appends: APPENDS, firstRow };
}

/** The table of a course, as this process sees it. */
async function opened(core: Core, { settings, url: text }: Course) {
  const url = parseUrl(text);
  const target = { name: url.text, url, settings };
  const backend = await openBackend(target, { core });
  const ports = tablePorts(core, { env: () => undefined });
  const table = await openTable({ backend, path: "", ports, mayBeNew: true });
  return { backend, table };
}

/** Version 1, which makes the columns. */
async function begin(core: Core, course: Course): Promise<void> {
  const { backend, table } = await opened(core, course);
  const rows = new KnownRows({ arrow: await loadArrow(), seed: 3 });
  const writer = await table.writer(rows.schema);
  await writer.write(rows.batch(0, RACE_ROWS));
  const written = await writer.close();
  await table.begin().appendFiles(written).commit();
  await backend.close();
}

async function idsOf(core: Core, course: Course): Promise<number[]> {
  const { backend, table } = await opened(core, course);
  const ids: number[] = [];
  for await (const batch of (await table.reader()).scan()) {
    for (const { id } of batch) ids.push(Number(id));
  }
  await backend.close();
  return ids;
}

/** One end for each course; the same two processes run all of them. */
async function race(courses: readonly Course[]): Promise<RaceEnd[]> {
  using core = loadCore();
  for (const course of courses) await begin(core, course);
  const [one = 0, other = 1] = RACERS;
  await using first = new Racer(courses.map((at) => placeOf(at, one)));
  await using second = new Racer(courses.map((at) => placeOf(at, other)));
  const racers = [first, second];
  const ends: RaceEnd[] = [];
  for (const course of courses) {
    await Promise.all(racers.map((racer) => racer.ready()));
    await Promise.all(racers.map((racer) => racer.letGo()));
    const told = await Promise.all(racers.map((racer) => racer.versions()));
    const ids = await idsOf(core, course);
    ends.push({ acknowledged: told.flat(), ids });
  }
  return ends;
}

Deno.test("Of two processes one wins each version, and who looks first is caught", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-race-" });
  for (const name of ["store", "honest", "weak"]) {
    await Deno.mkdir(`${cwd}/${name}`);
  }
  try {
    await using endpoint = await S3Endpoint.start({
      folder: `${cwd}/store`,
      accessKey: "lab-key",
      secretKey: "lab-secret",
    });
    const { settings, targetUrl } = endpoint;
    const ends = await race([
      { url: `file://${cwd}/honest`, settings: {}, isWeak: false },
      { url: `${targetUrl}/honest`, settings, isWeak: false },
      { url: `file://${cwd}/weak`, settings: {}, isWeak: true },
      { url: `${targetUrl}/weak`, settings, isWeak: true },
    ]);
    assertEquals(ends.length, 4);
    ends.slice(0, 2).forEach(judgeRace);
    for (const end of ends.slice(2)) {
      assertThrows(() => judgeRace(end), Error, "one winner each");
      const versions = end.acknowledged.map(([version]) => version);
      assertEquals(versions.filter((version) => version === 2).length, 2);
    }
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
