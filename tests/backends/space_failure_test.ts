import { assertEquals } from "@std/assert";
import type { LaneSpec } from "../../ffi/mod.ts";
import { laneFailure, spaceFailure } from "../../backends/space_failure.ts";
import { DiskCore, FakeCoreError } from "./_disk_core.ts";
import { spaceSpec } from "./_space_spec.ts";

/** As the core fails; without a file it is the oracle that failed. */
class FileError extends FakeCoreError {
  readonly failedFile = 0;
}

function fail(statusName: string, kind: "direct" | "device" = "direct") {
  return spaceFailure({
    url: "direct:///mnt/x",
    core: new DiskCore(),
    paths: [kind === "device" ? "/dev/sdb" : "/mnt/x/a.dat"],
    kind,
    spec: spaceSpec({ oraclePath: "/r/o" }),
  }, new FileError(-1, statusName));
}

Deno.test("spaceFailure() tells what the device needs instead", async () => {
  const error = await fail("ALIGN");
  assertEquals(error.kind, "Misaligned");
  assertEquals(
    error.message,
    'Cannot open "direct:///mnt/x" for 4096-byte blocks: the device needs ' +
      "multiples of 512",
  );
  assertEquals((await fail("EINVAL")).kind, "Misaligned");
});

Deno.test("spaceFailure() tells that a device is in use", async () => {
  const error = await fail("BUSY_DEVICE", "device");
  assertEquals(error.kind, "Busy");
  assertEquals(
    error.message,
    'Cannot use "/dev/sdb": the kernel says it is in use (mounted, swap, RAID ' +
      "or another program); unmount it first",
  );
});

Deno.test("spaceFailure() names the bytes that are free and needed", async () => {
  const error = await fail("ENOSPC");
  assertEquals(error.kind, "NoSpace");
  assertEquals(
    error.message.replace(/[\d,]+ bytes are free/, "<bytes> are free"),
    'Cannot make 1 file in "direct:///mnt/x": <bytes> are free and 1,048,576 ' +
      "are needed",
  );
});

Deno.test("spaceFailure() gives each status its kind", async () => {
  const kinds = [
    ["NOT_EMPTY", "AlreadyExists"],
    ["ORACLE", "Unexpected"],
    ["BOUND", "Unsupported"],
    ["EACCES", "PermissionDenied"],
    ["EROFS", "ReadOnly"],
    ["ENOENT", "NotFound"],
  ] as const;
  for (const [status, kind] of kinds) {
    assertEquals((await fail(status)).kind, kind, status);
  }
});

Deno.test("laneFailure() tells the way out of a low memory lock limit", () => {
  const lane: LaneSpec = {
    lane: 3,
    seed: 0n,
    regionUnit: 0,
    regionUnits: 1,
    limitOps: 0,
    limitBytes: 0,
    limitNs: 0,
    warmupNs: 0,
    io: "io_uring",
    depth: 64,
    pattern: { kind: "random" },
    arrival: { kind: "closed" },
    readPermille: 0,
    verify: false,
    sync: { kind: "none" },
    errorsMax: 0,
    mix: [{ bytes: 1000, weight: 1 }],
  };
  const say = (name: string) =>
    laneFailure("direct:///x", lane, new FakeCoreError(-1, name));
  assertEquals(
    say("ENOMEM").message,
    'Cannot start lane 3 on "direct:///x": depth 64 needs more locked memory ' +
      "than RLIMIT_MEMLOCK allows: raise ulimit -l, or lower the depth",
  );
  assertEquals(say("NO_URING").kind, "Unsupported");
  assertEquals(say("ALIGN").kind, "Misaligned");
  assertEquals(say("EIO").kind, "Unexpected");
});

Deno.test("spaceFailure() tells that another process holds the oracle", async () => {
  const error = await fail("EAGAIN");
  assertEquals(error.kind, "Busy");
  assertEquals(
    error.message,
    'Cannot use "direct:///mnt/x": another process is recording or judging ' +
      'this run and holds its oracle "/r/o": wait for it',
  );
});

Deno.test("spaceFailure() tells a full runs folder from a full target", async () => {
  for (const status of ["ENOSPC", "EDQUOT", "EROFS", "EACCES"]) {
    const error = await spaceFailure({
      url: "file:///mnt/x",
      core: new DiskCore(),
      paths: ["/mnt/x/a.dat"],
      kind: "files",
      spec: spaceSpec({ oraclePath: "/r/o" }),
    }, new FakeCoreError(-1, status));
    const said = 'Cannot keep the oracle of "file:///mnt/x" in "/r/o": ';
    assertEquals(error.message.startsWith(said), true, error.message);
  }
});
