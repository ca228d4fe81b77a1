import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import { readBack } from "../../../cmd/copy/read_back.ts";
import {
  copyFixture,
  failureOf,
  MADE,
} from "../../engine/workloads/pipeline/copy_fixture.ts";

const LIMITS = { memoryBytes: 1 << 20, attemptsMax: 1 };

function request() {
  const { ports, to: face, stream, abort } = copyFixture();
  const run = () =>
    readBack(ports, {
      face,
      key: "k",
      digests: MADE,
      ...LIMITS,
      signal: abort.signal,
    });
  return { face, stream, run };
}

Deno.test("readBack() is content with what was written", async () => {
  const { stream, run } = request();
  assertEquals(await run(), undefined);
  assertEquals(stream.expected, { crc64nvme: MADE.crc64nvme ?? "" });
});

Deno.test("readBack() names the destination for bytes that differ", async () => {
  const { stream, run } = request();
  const failure = failureOf({ digest: "crc64nvme" });
  stream.outcome = { ok: false, digests: { crc64nvme: "1" }, failure };
  const outcome = await run();
  assertEquals(outcome?.state === "differs" && outcome.witness, "destination");
});

Deno.test("readBack() takes an object that is gone, or another, for a finding", async () => {
  const { face, run } = request();
  face.settleFailure = new StorageError(
    'Cannot read "k" in "s3://b": it was replaced while it was read',
    { kind: "PreconditionFailed", operation: "read" },
  );
  const failure = await assertRejects(run, StorageError);
  assertEquals(failure.kind, "ChecksumMismatch");
  assertEquals(
    failure.message,
    'Cannot read "k" in "s3://b" again what was written: it was replaced ' +
      "while it was read",
  );
});

Deno.test("readBack() fails as the world does", async () => {
  const { face, run } = request();
  face.settleFailure = new StorageError("Cannot read: busy", {
    kind: "Unavailable",
    operation: "read",
  });
  const failure = await assertRejects(run, StorageError);
  assertEquals(failure.kind, "Unavailable");
});
