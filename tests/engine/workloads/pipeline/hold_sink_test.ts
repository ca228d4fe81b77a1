import { assertEquals, assertRejects } from "@std/assert";
import {
  StorageError,
  type StorageErrorKind,
} from "../../../../backends/errors.ts";
import {
  dropLeftover,
  holdSink,
} from "../../../../engine/workloads/pipeline/hold_sink.ts";
import { copyFixture } from "./copy_fixture.ts";

function failureOf(kind: StorageErrorKind): StorageError {
  return new StorageError(`it is ${kind}`, {
    kind,
    operation: "test",
    transient: kind === "Unavailable",
  });
}

function hold(
  body: () => Promise<readonly [boolean, string]>,
  { tellsParts = true, isAborted = false, abandonFailure = "" } = {},
) {
  const { to, told, ports, options, abort } = copyFixture({ tellsParts });
  if (isAborted) abort.abort();
  if (abandonFailure !== "") to.abandonFailure = new Error(abandonFailure);
  const plan = { key: "k2", sizeBytes: 10, chunkBytes: 4096, isNew: true };
  const held = holdSink(ports, options, {
    to: { face: to, key: "k2" },
    plan,
    body,
  });
  return { held, asked: to.asked, told };
}

Deno.test("holdSink() lets go of what is there, and takes away what is not", async () => {
  for (const isThere of [true, false]) {
    const { held, asked, told } = hold(() =>
      Promise.resolve([isThere, "outcome"])
    );
    assertEquals(await held, "outcome");
    assertEquals(asked, isThere ? ["close sink"] : ["abandon", "close sink"]);
    assertEquals(told, []);
  }
});

const FAILURES = [
  ["Unavailable", true, ["close sink"], ["left upload-1: kept"]],
  ["Unavailable", false, ["abandon", "close sink"], []],
  ["NoSpace", true, ["abandon", "close sink"], []],
] as const;

for (const [kind, tellsParts, asked, told] of FAILURES) {
  Deno.test(
    `holdSink() after ${kind} ${tellsParts ? "with" : "without"} a journal ${
      told.length > 0 ? "keeps" : "takes away"
    } what it wrote`,
    async () => {
      const failed = () => Promise.reject(failureOf(kind));
      const one = hold(failed, { tellsParts });
      await assertRejects(() => one.held, StorageError, kind);
      assertEquals(one.asked, [...asked]);
      assertEquals(one.told, [...told]);
    },
  );
}

Deno.test("holdSink() that is stopped keeps what another process can go on with", async () => {
  const stopped = () => Promise.reject(new Error("stopped"));
  const one = hold(stopped, { isAborted: true });
  await assertRejects(() => one.held);
  assertEquals(one.told, ["left upload-1: kept"]);
});

Deno.test("holdSink() names what it could not take away, and fails as before", async () => {
  const failed = () => Promise.reject(failureOf("NoSpace"));
  const one = hold(failed, { abandonFailure: "no way there" });
  await assertRejects(() => one.held, StorageError, "NoSpace");
  assertEquals(one.told, ["left upload-1: no way there"]);
});

Deno.test("dropLeftover() takes away what was left, and is content if it is gone", async () => {
  const point = {
    resumeId: "upload-0",
    chunkBytes: 8192,
    sourceEtag: "v0",
    parts: new Map(),
  };
  const { to, told, options } = copyFixture();
  const end = { face: to, key: "k2" };
  await dropLeftover(end, point, options.watch);
  assertEquals(to.plan?.resumeId, "upload-0");
  to.abandonFailure = failureOf("NotFound");
  await dropLeftover(end, point, options.watch);
  assertEquals([to.asked.length, told.length], [4, 0]);
  to.abandonFailure = failureOf("PermissionDenied");
  await dropLeftover(end, point, options.watch);
  assertEquals(told, ["left upload-0: it is PermissionDenied"]);
});
