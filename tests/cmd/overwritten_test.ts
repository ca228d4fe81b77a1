/** The promises of cmd/overwritten.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { refuseOverwritten } from "../../cmd/overwritten.ts";
import { RunFolder } from "../../cmd/store/run_folder.ts";
import type { StoredRun } from "../../cmd/store/run_store.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { makeRunState } from "../_support/run_state.ts";

/** A block device of this host, or none where it has none. */
const DEVICE = [...Deno.readDirSync("/dev")]
  .map(({ name }) => `/dev/${name}`)
  .find((path) => {
    try {
      return Deno.statSync(path).isBlockDevice === true;
    } catch {
      return false;
    }
  });

function run(runId: string, second: number, url: string): StoredRun {
  const state = makeRunState({
    runId,
    startedAt: `2026-11-21T00:00:0${second}.000Z`,
    places: [{
      target: "t",
      url,
      folder: null,
      oracle: "0.oracle",
      kept: true,
    }],
  });
  return { folder: new RunFolder(`/runs/${runId}`), state };
}

function judge(found: StoredRun, ...others: readonly StoredRun[]): void {
  refuseOverwritten(found, found.state.places, [found, ...others]);
}

Deno.test({
  name: "refuseOverwritten() names the run that came after on a device" +
    (DEVICE === undefined ? " (skipped: no block device here)" : ""),
  ignore: DEVICE === undefined,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    await Deno.symlink(DEVICE ?? "", `${folder}/link`);
    const mine = run("aa", 1, `direct://${DEVICE}`);
    const later = run("bb", 2, `file://${folder}/link`);
    const error = assertThrows(() => judge(mine, later), UsageError);
    assertEquals(error.mistakes, [
      `Cannot judge run aa on "direct://${DEVICE}": run bb came after it on ` +
      "the same device and wrote over it",
    ]);
    judge(later, mine);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("refuseOverwritten() leaves folders to their markers", () => {
  judge(run("aa", 1, "file:///tmp"), run("bb", 2, "file:///tmp"));
  judge(run("aa", 1, "file:///not/there"), run("bb", 2, "file:///not/there"));
  judge(run("aa", 1, "no url"), run("bb", 2, "no url"));
});
