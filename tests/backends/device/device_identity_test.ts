import { assertEquals } from "@std/assert";
import type { CorePathFacts } from "../../../ffi/mod.ts";
import {
  deviceIdentity,
  deviceText,
} from "../../../backends/device/device_identity.ts";
import { type CoreFilePort, type CorePort } from "../../../backends/mod.ts";
import { DiskCore, FakeCoreError } from "../_disk_core.ts";

const FACTS: CorePathFacts = {
  kind: "device",
  sizeBytes: 10485760,
  deviceNumber: 0x0810n,
  readOnly: false,
  claimed: false,
  rotational: null,
};

/** A core whose only files are these, as sysfs would show them. */
class SysfsCore extends DiskCore {
  constructor(readonly files: Readonly<Record<string, string>>) {
    super();
  }
  override openFile(path: string): Promise<CoreFilePort> {
    const text = this.files[path];
    if (text === undefined) {
      return Promise.reject(new FakeCoreError(-2, "ENOENT"));
    }
    const bytes = new TextEncoder().encode(text);
    return Promise.resolve({
      sizeBytes: () => 4096,
      read: (buffer: Uint8Array) => {
        buffer.set(bytes);
        return Promise.resolve(bytes.length);
      },
      append: () => Promise.resolve(),
      sync: () => Promise.resolve(),
      close: () => {},
    });
  }
}

function identityOf(core: CorePort, path = "/dev/sdb") {
  return deviceIdentity(core, path, FACTS);
}

Deno.test("deviceIdentity() is the serial in sysfs, without its padding", async () => {
  const root = "/sys/dev/block/8:16";
  const disk = new SysfsCore({ [`${root}/device/serial`]: "  S3Z9 \n" });
  assertEquals(await identityOf(disk), "S3Z9");
  const virtual = new SysfsCore({ [`${root}/serial`]: "vol-0a\0\0" });
  assertEquals(await identityOf(virtual), "vol-0a");
  const part = new SysfsCore({ [`${root}/../device/serial`]: "S3Z9\n" });
  assertEquals(await identityOf(part), "S3Z9");
});

Deno.test("deviceIdentity() is name and size where there is no serial", async () => {
  const none = new SysfsCore({ "/sys/dev/block/8:16/serial": "\n" });
  assertEquals(await identityOf(none, "/dev/loop0"), "loop0:10485760");
});

Deno.test("deviceIdentity() has the kernel's name, whatever name was typed", async () => {
  const uevent = "MAJOR=8\nMINOR=16\nDEVNAME=sdb\nDEVTYPE=disk\n";
  const core = new SysfsCore({ "/sys/dev/block/8:16/uevent": uevent });
  for (const path of ["/dev/sdb", "/tmp/alias", "/dev/disk/by-id/x"]) {
    assertEquals(await identityOf(core, path), "sdb:10485760");
  }
});

Deno.test("deviceText() reads the packing of large numbers", () => {
  assertEquals(deviceText(0x0810n), "8:16");
  assertEquals(deviceText(0x0010_0305n), "3:261");
});
