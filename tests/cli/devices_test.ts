/**
 * Block devices from the command line. Method: a loop device over a file of the
 * test, which only root of a host that has them can make.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Child } from "../_support/child.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

const BYTES = 8 << 20;

function losetup(...args: readonly string[]): string | null {
  try {
    const { success, stdout } = new Deno.Command("losetup", {
      args: [...args],
      stderr: "null",
    }).outputSync();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function canLoop(): boolean {
  const image = Deno.makeTempFileSync();
  Deno.truncateSync(image, BYTES);
  const device = losetup("--find", "--show", image);
  if (device !== null) losetup("--detach", device);
  Deno.removeSync(image);
  return device !== null;
}

const IS_ABLE = canLoop();
const WHY_NOT = IS_ABLE ? "" : " (skipped: no loop device can be made here)";

interface Loop extends RunPlaceForTest {
  readonly device: string;
  readonly image: string;
  /** The word that allows this device to be erased. */
  readonly serial: string;
}

async function withLoop(body: (loop: Loop) => Promise<void>): Promise<void> {
  await withRunPlace(async (place) => {
    const image = `${place.cwd}/image`;
    await Deno.writeFile(image, new Uint8Array(BYTES));
    const device = losetup("--find", "--show", image) ?? "";
    try {
      const serial = `${device.replace("/dev/", "")}:${BYTES}`;
      await body({ ...place, device, image, serial });
    } finally {
      losetup("--detach", device);
    }
  });
}

function runOn(loop: Loop, ...words: readonly string[]) {
  const target = ["--target", `direct://${loop.device}`];
  const profile = ["--profile", "short.yaml", "--quiet"];
  return runCli(["run", ...profile, ...target, ...words], loop);
}

function deviceTest(name: string, body: (loop: Loop) => Promise<void>): void {
  Deno.test({
    name: `${name}${WHY_NOT}`,
    ignore: !IS_ABLE,
    fn: () => withLoop(body),
  });
}

deviceTest(
  "a device is written to only when its serial was typed",
  async (loop) => {
    const untold = await runOn(loop);
    assertEquals([untold.exit, untold.out], [3, ""]);
    assertStringIncludes(untold.err, `give --erase-device ${loop.serial}`);
    const wrong = await runOn(loop, "--erase-device", "WRONG");
    assertEquals([wrong.exit, wrong.out], [3, ""]);
    assertStringIncludes(wrong.err, `this device is "${loop.serial}"`);
    const bytes = await Deno.readFile(loop.image);
    assertEquals(bytes.some((byte) => byte !== 0), false);
    const right = await runOn(loop, "--erase-device", loop.serial);
    assertEquals(right.exit, 0, right.err);
    assertStringIncludes(right.out, `kept     direct://${loop.device}`);
  },
);

deviceTest(
  "verify judges a device, and what was changed on it since",
  async (loop) => {
    await runOn(loop, "--erase-device", loop.serial);
    const same = await runCli(["verify", "last", "--quiet"], loop);
    assertEquals(same.exit, 0, same.out + same.err);
    using file = await Deno.open(loop.device, { write: true });
    await file.seek(400 * 4096, Deno.SeekMode.Start);
    await file.write(new Uint8Array(4096));
    await file.sync();
    const changed = await runCli(["verify", "last", "--quiet"], loop);
    assertEquals(changed.exit, 1, changed.out + changed.err);
    assertStringIncludes(changed.out, "Unit 400 of the device");
    assertStringIncludes(changed.out, "zeroed");
  },
);

deviceTest(
  "a run killed on a device is judged by what was acknowledged",
  async (loop) => {
    const target = ["--target", `direct://${loop.device}`];
    const child = new Child(
      [
        ...["run", "--profile", "long.yaml", ...target],
        ...["--erase-device", loop.serial],
      ],
      loop,
    );
    await child.until(" mix ");
    child.kill("SIGKILL");
    await child.end();
    const judged = await runCli(["verify", "last", "--quiet"], loop);
    assertEquals(judged.exit, 0, judged.out + judged.err);
  },
);

deviceTest(
  "a device under two names is refused, and no word changes with them",
  async (loop) => {
    const link = `${loop.cwd}/link`;
    await Deno.symlink(loop.device, link);
    const serial = ["--erase-device", loop.serial];
    const twice = await runOn(loop, "--target", `file://${link}`, ...serial);
    assertEquals([twice.exit, twice.out], [2, ""], twice.err);
    assertStringIncludes(twice.err, "lead to one; give each its own");
    const other = await runCli(
      [
        ...["run", "--profile", "short.yaml", "--quiet"],
        ...["--target", `direct://${link}`, ...serial],
      ],
      loop,
    );
    assertEquals(other.exit, 0, other.err);
  },
);

deviceTest(
  "verify does not blame a device that a later run wrote over",
  async (loop) => {
    const serial = ["--erase-device", loop.serial];
    await runOn(loop, ...serial);
    const runs = loop.env.STOR_VERIFY_RUNS;
    const [first = ""] = [...Deno.readDirSync(runs)].map(({ name }) => name);
    // The clock of a test stands still: the first run is made an older one.
    const path = `${runs}/${first}/run.json`;
    const state = JSON.parse(await Deno.readTextFile(path));
    const startedAt = "2026-11-20T00:00:00.000Z";
    await Deno.writeTextFile(path, JSON.stringify({ ...state, startedAt }));
    await runOn(loop, ...serial);
    const judged = await runCli(["verify", first, "--quiet"], loop);
    assertEquals([judged.exit, judged.out], [2, ""], judged.err);
    assertStringIncludes(judged.err, "came after it on the same device");
  },
);
