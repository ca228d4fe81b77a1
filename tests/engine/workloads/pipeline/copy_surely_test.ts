import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import { copySurely } from "../../../../engine/workloads/pipeline/copy_surely.ts";
import { copyFixture, failureOf, MADE } from "./copy_fixture.ts";

function storageError(kind: StorageError["kind"], transient = false) {
  return new StorageError(kind, { kind, operation: "write", transient });
}

/** Publishing fails in this order, and then no more. */
function failures(
  to: ReturnType<typeof copyFixture>["to"],
  list: StorageError[],
): void {
  Object.defineProperty(to, "publishFailure", {
    get: () => list.shift() ?? null,
  });
}

Deno.test("copySurely() takes equal bytes for its copy, once an answer was lost", async () => {
  const { ports, options, to } = copyFixture();
  to.isRepeatable = true;
  failures(to, [
    storageError("Unavailable", true),
    storageError("AlreadyExists"),
  ]);
  const outcome = await copySurely(ports, options);
  if (outcome.state !== "copied") throw new Error(outcome.state);
  assertEquals(outcome.digests, MADE);
  assertEquals(outcome.counters.passedBytes, 10);
});

Deno.test("copySurely() believes no lost answer where other bytes are", async () => {
  const { from, ports, options, stream, to } = copyFixture();
  to.isRepeatable = true;
  failures(to, [
    storageError("Unavailable", true),
    storageError("AlreadyExists"),
  ]);
  // The stream that reads the destination is the one after the source closed
  // for a second time.
  const join = stream.join.bind(stream);
  stream.join = () =>
    from.asked.filter((one) => one === "close source").length < 2 ? join() : (
      Promise.resolve({
        ok: false,
        digests: { crc64nvme: "f" },
        failure: failureOf({ digest: "crc64nvme" }),
      })
    );
  const error = await assertRejects(
    () => copySurely(ports, options),
    StorageError,
  );
  assertEquals(error.kind, "AlreadyExists");
});

Deno.test("copySurely() fails at once where nothing was in doubt", async () => {
  const { ports, options, to, from } = copyFixture();
  to.publishFailure = storageError("AlreadyExists");
  await assertRejects(() => copySurely(ports, options), StorageError);
  assertEquals(from.asked, ["settle", "close source"]);
});

Deno.test("copySurely() finds the copy of a process that was killed at its end", async () => {
  const { ports, options, to } = copyFixture();
  to.openSink = () => Promise.reject(storageError("AlreadyExists"));
  await assertRejects(() => copySurely(ports, options), StorageError);
  const outcome = await copySurely(ports, { ...options, wasBegun: true });
  assertEquals(outcome.state, "copied");
});

Deno.test("copySurely() starts anew where the upload that was left is gone", async () => {
  const { ports, options, to } = copyFixture();
  const resume = {
    ...{ resumeId: "gone", chunkBytes: 8192, sourceEtag: "v1" },
    parts: new Map(),
  };
  const open = to.openSink.bind(to);
  to.openSink = (plan) =>
    plan.resumeId === undefined
      ? open(plan)
      : Promise.reject(storageError("NotFound"));
  const outcome = await copySurely(ports, { ...options, resume });
  assertEquals(outcome.state, "copied");
  assertEquals(to.asked, ["publish", "close sink"]);
});

Deno.test("copySurely() counts what is asked again", async () => {
  const { ports, options, from } = copyFixture();
  let retries = 0;
  const open = from.openSource.bind(from);
  from.openSource = (key) =>
    retries === 0
      ? Promise.reject(storageError("Unavailable", true))
      : open(key);
  const watch = { ...options.watch, retried: () => void retries++ };
  const outcome = await copySurely(ports, { ...options, watch });
  assertEquals([outcome.state, retries], ["copied", 1]);
});
