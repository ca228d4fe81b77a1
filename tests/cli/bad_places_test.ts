/**
 * Places that cannot be used, as a real kernel refuses them. Method: the child
 * gets a mount namespace of its own, so nothing is mounted for anybody else,
 * and nothing has to be unmounted.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Child, type ChildEnd } from "../_support/child.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

function works(program: string, args: readonly string[]): boolean {
  try {
    return new Deno.Command(program, { args: [...args] }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const CAN_MOUNT = works("unshare", ["--mount", "true"]);
const WHY_NOT = CAN_MOUNT ? "" : " (skipped: no mount namespace without root)";

interface Place {
  readonly name: string;
  /** Shell commands that make `$M` the place. */
  readonly mount: string;
  readonly exit: number;
  readonly says: string;
}

const PLACES: readonly Place[] = [
  {
    name: "a read-only file system",
    mount: "mount -t tmpfs none $M && mount -o remount,ro $M",
    exit: 3,
    says: "the file system is read-only",
  },
  {
    name: "a file system without room for one more file",
    mount: "mount -t tmpfs -o size=32m,nr_inodes=1 none $M",
    exit: 3,
    says: "no space is left",
  },
  {
    name: "a file system smaller than the space",
    mount: "mount -t tmpfs -o size=2m none $M",
    exit: 2,
    says: "it needs 4 MiB and 2 MiB are free",
  },
];

async function runIn(
  place: RunPlaceForTest,
  under: readonly string[],
): Promise<ChildEnd> {
  const target = `file://${place.cwd}/m/x`;
  return await new Child(
    ["run", "--profile", "short.yaml", "--target", target],
    { ...place, under },
  ).end();
}

function assertNothingLeft(place: RunPlaceForTest): void {
  assertEquals([...Deno.readDirSync(`${place.cwd}/m`)], []);
  const runs = works("test", ["-d", place.env.STOR_VERIFY_RUNS])
    ? [...Deno.readDirSync(place.env.STOR_VERIFY_RUNS)]
    : [];
  assertEquals(runs, []);
}

for (const { name, mount, exit, says } of PLACES) {
  Deno.test({
    name: `run on ${name} ends with ${exit} and one sentence${WHY_NOT}`,
    ignore: !CAN_MOUNT,
    fn: () =>
      withRunPlace(async (place) => {
        await Deno.mkdir(`${place.cwd}/m`);
        const script = `M=${place.cwd}/m; ${mount} && exec "$@"`;
        const end = await runIn(
          place,
          ["unshare", "--mount", "sh", "-c", script, "sh"],
        );
        assertEquals([end.exit, end.out], [exit, ""], end.err);
        assertStringIncludes(end.err, says);
        assertEquals(end.err.trimEnd().split("\n").length, 1, end.err);
        assertNothingLeft(place);
      }),
  });
}

Deno.test({
  name:
    `run that fills the file system ends with 3 and can be cleaned${WHY_NOT}`,
  ignore: !CAN_MOUNT,
  fn: () =>
    withRunPlace(async (place) => {
      await Deno.mkdir(`${place.cwd}/m`);
      // Both have room when it is planned; somebody takes it once the first
      // has its file, while one write of the first is held back.
      const script = `M=${place.cwd}/m; mount -t tmpfs -o size=9m none $M; ` +
        "(until [ -s $M/a/sv-*.dat ]; do :; done; cat /dev/zero >$M/hog) " +
        '2>/dev/null & run="$@"; $run run --profile short.yaml ' +
        "--fault latency.delay:count=1:arg=6000 " +
        "--target file://$M/a --target file://$M/b; echo exit $?; " +
        "$run clean last; ls -A $M";
      const end = await new Child([], {
        ...place,
        under: ["unshare", "--mount", "sh", "-c", script, "sh"],
      }).end();
      assertStringIncludes(end.out, "are needed", end.err);
      assertStringIncludes(end.out, "exit 3\n");
      // The second target was never made, so nothing of it is kept.
      const kept = end.out.split("\n").filter((line) =>
        line.startsWith("kept ")
      );
      assertEquals(kept.length, 1, end.out);
      assertStringIncludes(kept[0] ?? "", "/m/a");
      assertStringIncludes(end.out, "deleted the run's files in", end.err);
      assertStringIncludes(end.out, "nothing kept in");
    }),
});

Deno.test({
  name: `run with a full runs folder ends with 3 and no bug${WHY_NOT}`,
  ignore: !CAN_MOUNT,
  fn: () =>
    withRunPlace(async (place) => {
      const runs = place.env.STOR_VERIFY_RUNS;
      await Deno.mkdir(runs);
      const script = `R=${runs}; mount -t tmpfs -o size=1m none $R; ` +
        'head -c 1000000 /dev/zero >$R/hog; "$@"; echo exit $?';
      const end = await new Child(["run", ...place.flags], {
        ...place,
        under: ["unshare", "--mount", "sh", "-c", script, "sh"],
      }).end();
      assertStringIncludes(end.out, "exit 3\n", end.err);
      assertStringIncludes(end.out, "Cannot keep the oracle of");
      assertStringIncludes(end.out, "deleted  nothing had been written there");
      assertEquals(end.err.includes("This is a bug"), false, end.err);
      const names = [...Deno.readDirSync(place.cwd)].map(({ name }) => name);
      assertEquals(names.includes("x"), false);
    }),
});

/** Root passes over permissions unless it gives that power away. */
const DROP = [
  "setpriv",
  "--bounding-set=-dac_override,-dac_read_search",
  "--inh-caps=-dac_override,-dac_read_search",
];
const IS_ROOT = Deno.uid() === 0;
const CAN_DROP = !IS_ROOT || works(DROP[0] ?? "", [...DROP.slice(1), "true"]);

Deno.test({
  name: "run without permission ends with 3 and one sentence" +
    (CAN_DROP ? "" : " (skipped: setpriv cannot drop capabilities)"),
  ignore: !CAN_DROP,
  fn: () =>
    withRunPlace(async (place) => {
      await Deno.mkdir(`${place.cwd}/m`, { mode: 0o500 });
      const end = await runIn(place, IS_ROOT ? DROP : []);
      assertEquals([end.exit, end.out], [3, ""], end.err);
      assertStringIncludes(end.err, "permission denied");
      assertNothingLeft(place);
    }),
});

/** Files of the space, and nothing else, are larger than that. */
const SMALL_FILES = ["prlimit", "--fsize=2097152:2097152"];

Deno.test("run that cannot make its files ends with 3 and leaves no place behind", async () => {
  await withRunPlace(async (place) => {
    const end = await new Child(
      ["run", ...place.flags],
      { ...place, under: SMALL_FILES },
    ).end();
    assertEquals(end.exit, 3, end.err);
    assertStringIncludes(end.out, "raise ulimit -f");
    assertStringIncludes(end.out, "deleted  nothing had been written there");
    assertEquals(end.out.includes("judge again"), false, end.out);
    const names = [...Deno.readDirSync(place.cwd)].map(({ name }) => name);
    assertEquals(names.includes("x"), false);
  });
});
