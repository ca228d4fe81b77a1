/**
 * A run whose own files cannot be written: its folder, its report, its oracle,
 * its marker. Method: a library loaded before the program fails one call after
 * another, until a run comes to its end without having been hit.
 */
import { assert, assertEquals } from "@std/assert";
import { Child, type ChildEnd } from "../_support/child.ts";
import { runCli } from "../_support/cli.ts";
import { compileC } from "../_support/compiled.ts";
import { failNth } from "../_support/fail_nth.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

const SOURCE = new URL("../_support/failing_calls.c", import.meta.url).pathname;
const RUNS_MAX = 30;
const EIO = 5;
const ENOSPC = 28;
const EROFS = 30;

interface Row {
  readonly call: string;
  readonly errno: number;
  /** Of the place: what the calls must touch to be counted. */
  readonly under: "runs" | "x";
}

const ROWS: readonly Row[] = [
  { call: "write", errno: ENOSPC, under: "runs" },
  { call: "fsync", errno: EIO, under: "runs" },
  { call: "open", errno: EROFS, under: "runs" },
  { call: "mkdir", errno: ENOSPC, under: "runs" },
  { call: "fallocate", errno: ENOSPC, under: "runs" },
  { call: "ftruncate", errno: ENOSPC, under: "runs" },
  { call: "write", errno: EIO, under: "x" },
  { call: "fsync", errno: EIO, under: "x" },
  { call: "rename", errno: ENOSPC, under: "x" },
  { call: "mkdir", errno: EIO, under: "x" },
];

interface Tried {
  readonly place: RunPlaceForTest;
  readonly library: string;
  readonly row: Row;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** One run, of which the `nth` call fails. */
async function runOnce(
  { library, place, row }: Tried,
  nth: string,
): Promise<{ readonly end: ChildEnd; readonly hasFired: boolean }> {
  const { cwd, env } = place;
  for (const name of ["runs", "x", "told"]) {
    if (await exists(`${cwd}/${name}`)) {
      await Deno.remove(`${cwd}/${name}`, { recursive: true });
    }
  }
  const end = await new Child(["run", "--quiet", "--keep", ...place.flags], {
    cwd,
    env: {
      ...env,
      LD_PRELOAD: library,
      FAIL_CALL: row.call,
      FAIL_UNDER: `${cwd}/${row.under}`,
      FAIL_NTH: nth,
      FAIL_ERRNO: `${row.errno}`,
      FAIL_TOLD: `${cwd}/told`,
    },
  }).end();
  return { end, hasFired: await exists(`${cwd}/told`) };
}

/** The world failed, in words; what is left can be judged and cleaned. */
async function judge({ place, row }: Tried, end: ChildEnd, nth: number) {
  const what = `${row.call} ${nth} under ${row.under} with ${row.errno}:\n` +
    `${end.out}${end.err}`;
  assertEquals(end.exit, 3, what);
  assertEquals(/This is a bug|The system refused/.test(end.err), false, what);
  const said = end.err.trimEnd().split("\n").filter((line) => line !== "");
  assert(said.length === 1 || end.out.includes("FAILED"), what);
  const { exit } = await runCli(["verify", "--quiet", "last"], place);
  // 2: there is no run, or nothing of it is kept.
  assert([0, 2].includes(exit), `${what}: verify ends with ${exit}`);
  const cleaned = await runCli(["clean", "last"], place);
  assert([0, 2].includes(cleaned.exit), `${what}: ${cleaned.err}`);
  const again = await runCli(["run", "--quiet", ...place.flags], place);
  assertEquals(again.exit, 0, `${what}: then ${again.out}${again.err}`);
}

Deno.test("a run whose own files fail says so, and leaves nothing in the way", async (t) => {
  await withRunPlace(async (place) => {
    const library = await compileC(SOURCE, `${place.cwd}/failing.so`, [
      ...["-shared", "-fPIC", "-O1", "-Wall", "-Wextra"],
    ]);
    for (const row of ROWS) {
      await t.step(`${row.call} under ${row.under}`, async () => {
        const tried = { place, library, row };
        const count = await failNth({
          point: row.call,
          runsMax: RUNS_MAX,
          run: (plan) => {
            const after = Number(/:after=(\d+)/.exec(plan)?.[1]);
            return runOnce(tried, `${after + 1}`);
          },
          judge: (end, nth) => judge(tried, end, nth),
          judgeWhole: ({ exit, err }) => assertEquals(exit, 0, err),
        });
        assert(count > 0, "never called");
      });
    }
  });
});
