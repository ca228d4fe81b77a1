/**
 * Real file systems and devices, through the real core. Needs root for mounts
 * and loop devices; without it each test is ignored and its name says why.
 */
import { assert, assertEquals } from "@std/assert";
import {
  type Backend,
  claimFolder,
  openBackend,
  parseUrl,
} from "../../backends/mod.ts";
import { type Core, loadCore } from "../../ffi/mod.ts";
import { assertKind } from "./_rejects.ts";
import { withScratch } from "./_scratch.ts";
import { spaceSpec } from "./_space_spec.ts";

const DEVICE_BYTES = 16 << 20;

async function run(command: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args })
    .output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${command}: ${text.decode(stderr)}`);
  return text.decode(stdout).trim();
}

/** Why these tests cannot run here; `undefined` if they can. */
function missing(): string | undefined {
  if (Deno.uid() !== 0) return "needs root";
  for (const tool of ["losetup", "mkfs.ext4", "mount", "mknod"]) {
    const places = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];
    const isThere = places.some((place) => {
      try {
        return Deno.statSync(`${place}/${tool}`).isFile;
      } catch {
        return false;
      }
    });
    if (!isThere) return `needs ${tool}`;
  }
  return canLoop() ? undefined : "needs loop devices and mounts";
}

function canLoop(): boolean {
  const { success } = new Deno.Command("losetup", { args: ["-f"] })
    .outputSync();
  const folder = Deno.makeTempDirSync();
  const args = ["-t", "tmpfs", "tmpfs", folder];
  const mounted = new Deno.Command("mount", { args }).outputSync().success;
  if (mounted) new Deno.Command("umount", { args: [folder] }).outputSync();
  Deno.removeSync(folder);
  return success && mounted;
}

const reason = missing();

function rootTest(name: string, fn: () => Promise<void>): void {
  const shown = reason === undefined ? name : `${name} (${reason})`;
  Deno.test({ name: shown, ignore: reason !== undefined, fn });
}

async function withMount(
  options: string,
  body: (folder: string, core: Core) => Promise<void>,
): Promise<void> {
  await withScratch(async (folder) => {
    await run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);
    try {
      using core = loadCore();
      await body(folder, core);
    } finally {
      await run("umount", folder);
    }
  });
}

async function withLoop(
  body: (device: string, core: Core, folder: string) => Promise<void>,
): Promise<void> {
  await withScratch(async (folder) => {
    const image = `${folder}/image`;
    Deno.writeFileSync(image, new Uint8Array());
    Deno.truncateSync(image, DEVICE_BYTES);
    const device = await run("losetup", "-f", "--show", image);
    try {
      using core = loadCore();
      await body(device, core, folder);
    } finally {
      await run("losetup", "-d", device);
    }
  });
}

function open(
  core: Core,
  text: string,
  eraseDevice?: string,
): Promise<Backend> {
  const settings = eraseDevice === undefined ? {} : { eraseDevice };
  return openBackend({ name: text, url: parseUrl(text), settings }, { core });
}

function blockOf(backend: Backend) {
  if (backend.block === undefined) throw new Error("no block face");
  return backend.block;
}

rootTest(
  "a read-only file system is told as such before anything is touched",
  async () => {
    await withMount("ro", async (folder, core) => {
      const backend = await open(core, `file://${folder}`);
      await assertKind(() => backend.admit("create"), "ReadOnly");
      await assertKind(() => backend.put("k", new Uint8Array(1)), "ReadOnly");
      const claim = { runId: "aa", files: [], replace: false };
      await assertKind(() => claimFolder(folder, claim), "ReadOnly");
      await assertKind(() => blockOf(backend).open(spaceSpec({})), "ReadOnly");
    });
  },
);

rootTest(
  "a full file system is told with what is free, and nothing stays",
  async () => {
    await withMount("size=1m", async (folder, core) => {
      const backend = await open(core, `file://${folder}`);
      const put = () => backend.put("k", new Uint8Array(2 << 20));
      const error = await assertKind(put, "NoSpace");
      assert(/\([\d,]+ bytes are free at/.test(error.message), error.message);
      const spec = spaceSpec({ fileBytes: 4 << 20, allocate: true });
      const full = await assertKind(
        () => blockOf(backend).open(spec),
        "NoSpace",
      );
      assert(full.message.includes("4,194,304 are needed"), full.message);
      await backend.close();
      assertEquals([...Deno.readDirSync(folder)], []);
    });
  },
);

rootTest(
  "a mounted device is refused, also through a link and an alias node",
  async () => {
    await withLoop(async (device, core, folder) => {
      await run("mkfs.ext4", "-q", device);
      const mounted = `${folder}/mounted`;
      Deno.mkdirSync(mounted);
      await run("mount", device, mounted);
      try {
        const link = `${folder}/link`;
        Deno.symlinkSync(device, link);
        const alias = `${folder}/alias`;
        const numbers = await run("stat", "-c", "%Hr %Lr", device);
        await run("mknod", alias, "b", ...numbers.split(" "));
        for (const path of [device, link, alias]) {
          const backend = await open(core, `direct://${path}`, "whatever");
          const error = await assertKind(() => backend.admit("create"), "Busy");
          assert(error.message.includes("it is in use"), error.message);
          const begin = () => blockOf(backend).open(spaceSpec({}));
          await assertKind(begin, "Busy");
        }
      } finally {
        await run("umount", mounted);
      }
    });
  },
);

rootTest("a file system on a device is never overwritten", async () => {
  await withLoop(async (device, core) => {
    await run("mkfs.ext4", "-q", device);
    const name = `${device.split("/").at(-1)}:${DEVICE_BYTES}`;
    const backend = await open(core, `direct://${device}`, name);
    const error = await assertKind(
      () => backend.admit("create"),
      "AlreadyExists",
    );
    assert(error.message.includes("ext4"), error.message);
  });
});

rootTest(
  "a blank device is used once its name and size were typed",
  async () => {
    await withLoop(async (device, core) => {
      const refused = await open(core, `direct://${device}`);
      await assertKind(() => refused.admit("create"), "PermissionDenied");
      const name = `${device.split("/").at(-1)}:${DEVICE_BYTES}`;
      const backend = await open(core, `direct://${device}`, name);
      await backend.admit("create");
      const facts = await blockOf(backend).facts();
      assertEquals([facts.kind, facts.direct, facts.freeBytes], [
        "device",
        true,
        DEVICE_BYTES,
      ]);
      const files = [{ name: "", objectId: 1n }];
      const spec = spaceSpec({ files, fileBytes: DEVICE_BYTES });
      const space = await blockOf(backend).open(spec);
      assertEquals(space.facts().units, DEVICE_BYTES / 4096);
      await space.close();
    });
  },
);

Deno.test("openBackend() opens a folder that does not exist yet, and makes nothing", async () => {
  await withScratch(async (scratch) => {
    using core = loadCore();
    const backend = await open(core, `direct://${scratch}/new`);
    assertEquals((await blockOf(backend).facts()).kind, "directory");
    await backend.admit("create");
    await backend.close();
    assertEquals([...Deno.readDirSync(scratch)], []);
  });
});

Deno.test("a space whose files are there already is not created again", async () => {
  await withScratch(async (scratch) => {
    using core = loadCore();
    const backend = await open(core, `file://${scratch}`);
    Deno.writeTextFileSync(`${scratch}/a.dat`, "mine");
    const begin = () => blockOf(backend).open(spaceSpec({}));
    await assertKind(begin, "AlreadyExists");
    assertEquals(Deno.readTextFileSync(`${scratch}/a.dat`), "mine");
  });
});

Deno.test("openBackend() makes no folder of a device that is not there", async () => {
  using core = loadCore();
  await assertKind(() => open(core, "direct:///dev/no-such-disk"), "NotFound");
  const shared = await open(core, "file:///dev/shm/no-such-folder");
  assertEquals((await blockOf(shared).facts()).kind, "directory");
  await shared.close();
});
