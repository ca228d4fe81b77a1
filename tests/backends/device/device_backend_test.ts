import { assert, assertEquals } from "@std/assert";
import { DeviceBackend } from "../../../backends/device/device_backend.ts";
import type { CorePathFacts } from "../../../ffi/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { assertKind } from "../_rejects.ts";
import { withScratch } from "../_scratch.ts";
import { spaceSpec } from "../_space_spec.ts";

const SIZE = 4 << 20;

/** A file stands for the device; sysfs has no serial for it. */
async function withDevice(
  facts: Partial<CorePathFacts>,
  body: (
    open: (serial?: string) => DeviceBackend,
    path: string,
  ) => Promise<void>,
): Promise<void> {
  await withScratch(async (folder) => {
    const path = `${folder}/disk`;
    Deno.writeFileSync(path, new Uint8Array(SIZE));
    const core = new DiskCore({
      facts: (at) =>
        at !== path ? undefined : {
          kind: "device",
          sizeBytes: SIZE,
          deviceNumber: 0xffff_fff0_ffff_ffffn,
          readOnly: false,
          claimed: false,
          rotational: null,
          ...facts,
        },
    });
    await body((serial) =>
      new DeviceBackend({
        url: `direct://${path}`,
        path,
        core,
        ...(serial === undefined ? {} : { eraseDevice: serial }),
      }), path);
  });
}

Deno.test("a device is not written without its serial, and says which it is", async () => {
  await withDevice({}, async (open, path) => {
    const error = await assertKind(
      () => open().admit("create"),
      "PermissionDenied",
    );
    assertEquals(
      error.message,
      `Cannot write to "${path}": all that is on this device would be lost; ` +
        `if it may be, give --erase-device disk:${SIZE}`,
    );
    await assertKind(() => open("other").admit("create"), "PermissionDenied");
    await assertKind(
      () => open().block?.open(spaceSpec({})) ?? Promise.resolve(),
      "PermissionDenied",
    );
    await open(`disk:${SIZE}`).admit("create");
    await open().admit("verify");
  });
});

Deno.test("a device that the kernel uses is not even read", async () => {
  await withDevice({ claimed: true }, async (open) => {
    for (const use of ["create", "verify"] as const) {
      await assertKind(() => open(`disk:${SIZE}`).admit(use), "Busy");
    }
  });
});

Deno.test("a read-only device is not written", async () => {
  await withDevice({ readOnly: true }, async (open) => {
    await assertKind(() => open(`disk:${SIZE}`).admit("create"), "ReadOnly");
    await open().admit("verify");
  });
});

Deno.test("a device with something on it is not written, serial or not", async () => {
  await withDevice({}, async (open, path) => {
    using file = Deno.openSync(path, { write: true });
    file.seekSync(1080, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array([0x53, 0xef]));
    const error = await assertKind(
      () => open(`disk:${SIZE}`).admit("create"),
      "AlreadyExists",
    );
    assert(error.message.includes("an ext2, ext3 or ext4 file system"));
    await open().admit("verify");
  });
});

Deno.test("a device has no objects", async () => {
  await withDevice({}, async (open) => {
    await assertKind(() => open().put("k", new Uint8Array()), "Unsupported");
    assertEquals([...open().capabilities], ["block"]);
  });
});
