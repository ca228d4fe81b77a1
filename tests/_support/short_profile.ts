/** A folder with a profile that takes a second, for runs inside tests. */

/** Folder of one test, with the profiles in it. */
export interface RunPlaceForTest {
  readonly cwd: string;
  readonly env: { readonly HOME: string; readonly STOR_VERIFY_RUNS: string };
  /** Flags that every run of the test takes. */
  readonly flags: readonly string[];
}

const FILL =
  "{ name: fill, load: block, op: write, blockSize: 64KiB, total: 4MiB }";
/** Ends only when it is told to. */
const MIX = "{ name: mix, load: block, op: { read: 50, write: 50 }, " +
  "pattern: random, blockSize: 4KiB, duration: 1h, depth: 8 }";
/** The same, with a sync for every 16 writes. */
const SYNCED = MIX.replace("depth: 8", "depth: 8, sync: every 16");
/** Two passes that each end with a sync. */
const TWICE = FILL.replace("total: 4MiB", "total: 8MiB, sync: end");
const READ_BACK =
  "{ name: read-back, load: block, op: read, blockSize: 64KiB }";

function profileText(name: string, steps: readonly string[]): string {
  return [
    `name: ${name}`,
    "size: 4MiB",
    "steps:",
    ...steps.map((step) => `  - ${step}`),
    "objectives: [findings == 0]",
    "",
  ].join("\n");
}

/**
 * Makes the folder for `body`, and removes it also after a failure. `synced`:
 * also with `synced.yaml`, which has no end, and `twice.yaml`.
 */
export async function withRunPlace(
  body: (place: RunPlaceForTest) => Promise<void>,
  { synced = false } = {},
): Promise<void> {
  const cwd = await Deno.makeTempDir();
  const runs = `${cwd}/runs`;
  try {
    const short = profileText("short", [FILL, READ_BACK]);
    const long = profileText("long", [FILL, MIX, READ_BACK]);
    await Deno.writeTextFile(`${cwd}/short.yaml`, short);
    await Deno.writeTextFile(`${cwd}/long.yaml`, long);
    if (synced) {
      await Deno.writeTextFile(
        `${cwd}/synced.yaml`,
        profileText("synced", [FILL, SYNCED, READ_BACK]),
      );
      await Deno.writeTextFile(
        `${cwd}/twice.yaml`,
        profileText("twice", [TWICE, READ_BACK]),
      );
    }
    await body({
      cwd,
      env: { HOME: cwd, STOR_VERIFY_RUNS: runs },
      flags: ["--profile", "short.yaml", "--target", `file://${cwd}/x`],
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}
