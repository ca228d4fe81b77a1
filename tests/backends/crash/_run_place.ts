/** Where the real runs of these tests happen: files in memory, a real core. */
import { type TrialPlace } from "../../../backends/crash/mod.ts";
import { type Core } from "../../../ffi/mod.ts";

/** A place whose files can be read by nobody else. */
export function memoryPlace(core: Core, seed = 20261121): TrialPlace {
  return {
    seed,
    stamp: core.stamp,
    run: {
      io: "psync",
      open: (spec) =>
        core.openSpace({
          spec,
          paths: spec.files.map(({ name }) => name),
          objectIds: spec.files.map(({ objectId }) => objectId),
          kind: "memory",
        }),
      read: () => Promise.resolve(null),
      remove: () => Promise.resolve(),
    },
  };
}

/** The same in files of a folder, which is gone afterwards. */
export async function withFolderPlace(
  core: Core,
  body: (place: TrialPlace) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = (name: string) => `${folder}/${name}`;
  try {
    await body({
      ...memoryPlace(core),
      run: {
        io: "psync",
        open: (spec) =>
          core.openSpace({
            spec,
            paths: spec.files.map(({ name }) => path(name)),
            objectIds: spec.files.map(({ objectId }) => objectId),
            kind: "files",
          }),
        read: (name) => Deno.readFile(path(name)),
        remove: (name) => Deno.remove(path(name)),
      },
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
