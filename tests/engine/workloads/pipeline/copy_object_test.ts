import { assertEquals, assertRejects } from "@std/assert";
import { copyObject } from "../../../../engine/workloads/pipeline/copy_object.ts";
import { CopyRefusal } from "../../../../engine/workloads/pipeline/copy_refusal.ts";
import { copyFixture, failureOf, MADE } from "./copy_fixture.ts";

Deno.test("copyObject() publishes last, once the source is still the same", async () => {
  const { ports, options, from, to, stream, told } = copyFixture();
  const outcome = await copyObject(ports, options);
  assertEquals(outcome.state, "copied");
  assertEquals(from.asked, ["settle", "close source"]);
  assertEquals(to.asked, ["publish", "close sink"]);
  assertEquals(to.published?.parts.map(({ etag }) => etag), ["e0"]);
  assertEquals(stream.asked.at(-1), "close");
  assertEquals(told, [
    "begun 10 upload-1",
    ...["part 0 e0", "counters", "counters"],
  ]);
});

Deno.test("copyObject() makes what was asked for and what the source states", async () => {
  const { ports, options, from, specs, stream } = copyFixture();
  from.stated = { crc32c: "00000001" };
  await copyObject(ports, options);
  assertEquals(specs[0]?.digests, ["sha256", "crc32c", "crc64nvme"]);
  assertEquals(stream.expected, { crc32c: "00000001" });
});

Deno.test("copyObject() names what differs, and who stated it", async () => {
  for (const witness of ["source", "manifest"] as const) {
    const expected = { sha256: "b".repeat(64) };
    const fixture = copyFixture(witness === "manifest" ? { expected } : {});
    if (witness === "source") fixture.from.stated = expected;
    fixture.stream.outcome = {
      ok: false,
      digests: MADE,
      failure: failureOf({ digest: "sha256" }),
    };
    const outcome = await copyObject(fixture.ports, fixture.options);
    assertEquals(outcome, {
      state: "differs",
      kind: "sha256",
      witness,
      stated: expected.sha256,
      found: MADE.sha256 ?? "",
    });
    assertEquals(fixture.to.asked, ["abandon", "close sink"]);
  }
});

for (const end of ["source", "sink"] as const) {
  Deno.test(`copyObject() fails as its ${end} does, and leaves nothing`, async () => {
    const { ports, options, to, stream } = copyFixture();
    const failure = failureOf({ end, statusName: "ENOSPC" });
    stream.outcome = { ok: false, digests: {}, failure };
    await assertRejects(
      () => copyObject(ports, options),
      Error,
      `${end} ENOSPC`,
    );
    assertEquals(to.asked, ["abandon", "close sink"]);
  });
}

Deno.test("copyObject() publishes nothing when the source changed meanwhile", async () => {
  const { ports, options, from, to } = copyFixture();
  from.settleFailure = new Error("changed");
  await assertRejects(() => copyObject(ports, options), Error, "changed");
  assertEquals(to.asked, ["abandon", "close sink"]);
});

Deno.test("copyObject() takes away what could not be published", async () => {
  const { ports, options, to } = copyFixture();
  to.publishFailure = new Error("taken");
  await assertRejects(() => copyObject(ports, options), Error, "taken");
  assertEquals(to.asked, ["publish", "abandon", "close sink"]);
});

for (const tellsParts of [true, false]) {
  const what = tellsParts ? "keeps" : "takes away";
  Deno.test(`copyObject() that is interrupted ${what} what it wrote`, async () => {
    const { ports, options, to, stream, abort } = copyFixture({ tellsParts });
    stream.looks = 1000;
    abort.abort();
    await assertRejects(() => copyObject(ports, options));
    assertEquals(stream.isStopped, true);
    assertEquals(
      to.asked,
      tellsParts ? ["close sink"] : ["abandon", "close sink"],
    );
  });
}

Deno.test("copyObject() goes on where another left off, and only of the same source", async () => {
  const part = { crc64nvme: "1", sizeBytes: 4096, isThere: true, etag: "p" };
  const point = {
    resumeId: "upload-0",
    chunkBytes: 8192,
    parts: new Map([[0, part]]),
  };
  const same = copyFixture({ resume: { ...point, sourceEtag: "v1" } });
  await copyObject(same.ports, same.options);
  assertEquals(same.to.plan?.resumeId, "upload-0");
  assertEquals(same.specs[0]?.chunkBytes, 8192);
  assertEquals(same.stream.asked.includes("known 0 p"), true);

  const other = copyFixture({ resume: { ...point, sourceEtag: "v0" } });
  await copyObject(other.ports, other.options);
  assertEquals(other.to.plan?.resumeId, undefined);
  assertEquals(other.stream.asked.includes("known 0 p"), false);
  // The upload of the other bytes would be paid for, and nobody would know.
  assertEquals(other.to.asked[0], "abandon");
});

Deno.test("copyObject() without a destination only reads and compares", async () => {
  const { ports, options, from } = copyFixture({ to: null });
  const outcome = await copyObject(ports, options);
  assertEquals(outcome.state, "copied");
  assertEquals(from.asked, ["settle", "close source"]);
});

Deno.test("copyObject() refuses what does not fit its memory, before anything is made", async () => {
  const { ports, options, from, to, specs } = copyFixture({
    memoryBytes: 4096,
  });
  from.sizeBytes = 1 << 30;
  await assertRejects(() => copyObject(ports, options), CopyRefusal);
  assertEquals([to.plan, specs], [null, []]);
});

Deno.test("copyObject() counts what ends hold beside the ring", async () => {
  const { ports, options } = copyFixture();
  const outcome = await copyObject(ports, options);
  if (outcome.state !== "copied") throw new Error(outcome.state);
  assertEquals(outcome.memoryBytes, 8192 + 1000 + 1000);
});
