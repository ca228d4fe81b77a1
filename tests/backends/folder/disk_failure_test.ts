import { assert, assertEquals } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import {
  diskFailure,
  errnoOf,
  freeBytesAt,
} from "../../../backends/folder/disk_failure.ts";
import { LinkInTheWay } from "../../../backends/folder/file_facts.ts";
import { FakeCoreError } from "../_disk_core.ts";

const attempt = { action: 'put "k"', operation: "put", path: "/" };

Deno.test("diskFailure() names what this user may not touch", () => {
  const error = diskFailure(attempt, new FakeCoreError(-13, "EACCES"));
  assertEquals(error.kind, "PermissionDenied");
  assertEquals(
    error.message,
    'Cannot put "k": this user may not (permission denied for "/"): name a ' +
      "place that this user owns, or as root hand it over: chown USER /",
  );
  const device = { ...attempt, path: "/dev/vda" };
  const refused = diskFailure(device, new FakeCoreError(-13, "EACCES"));
  assert(refused.message.endsWith("setfacl -m u:USER:rw /dev/vda"));
  const url = { ...attempt, path: "file:///x" };
  const lane = diskFailure(url, new FakeCoreError(-13, "EACCES"));
  assert(lane.message.endsWith('denied for "file:///x")'));
});

Deno.test("diskFailure() names the link that is in the way, not the root", () => {
  const error = diskFailure(attempt, new LinkInTheWay("/a/link"));
  assertEquals(error.kind, "PermissionDenied");
  assertEquals(
    error.message,
    'Cannot put "k": a symbolic link is in the way ("/a/link"), and none is ' +
      "followed: remove it",
  );
});

Deno.test("diskFailure() passes a storage failure on as it is", () => {
  const error = new StorageError("x", { kind: "Busy", operation: "put" });
  assertEquals(diskFailure(attempt, error), error);
});

Deno.test("diskFailure() keeps an errno that it does not know", () => {
  const error = diskFailure(attempt, new FakeCoreError(-71, "EPROTO"));
  assertEquals(error.kind, "Unexpected");
  assert(error.message.includes("EPROTO"));
});

Deno.test("errnoOf() reads the core's errors and the system's", async () => {
  assertEquals(errnoOf(new FakeCoreError(-5, "EIO")), "EIO");
  const missing = await Deno.stat("/no/such").catch((error) => error);
  assertEquals(errnoOf(missing), "ENOENT");
  assertEquals(errnoOf(new Error("x")), undefined);
});

Deno.test("freeBytesAt() answers for a folder that is not there yet", () => {
  assert((freeBytesAt("/tmp/no/such/folder") ?? 0) > 0);
});
