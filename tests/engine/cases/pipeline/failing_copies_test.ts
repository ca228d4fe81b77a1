/** Promises of `engine/cases/pipeline/failing_copies.ts`, in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import type { CaseEnv } from "../../../../engine/cases/case.ts";
import { failing } from "../../../../engine/cases/pipeline/failing_copies.ts";
import { caseEnv } from "../../../_support/case_fixture.ts";
import {
  memoryCopies,
  StreamedMemory,
  type StreamLie,
} from "../../../_support/memory_streams.ts";

/** A store that fails whenever something is to be written. */
class Refusing extends StreamedMemory {
  override readonly streams: StreamedMemory["streams"];

  constructor(kind: StorageError["kind"]) {
    super();
    const { openSource, partBytesMin, partsMax, depthMax, bufferBytes } =
      new StreamedMemory().streams;
    this.streams = {
      ...{ openSource, partBytesMin, partsMax, depthMax, bufferBytes },
      openSink: () =>
        Promise.reject(
          new StorageError("It fails", { kind, operation: "write" }),
        ),
    };
  }
}

function envOf(lie?: StreamLie, kind: StorageError["kind"] = "Unavailable") {
  const closed: string[] = [];
  const store = (name: string, fails: StorageError["kind"]) => ({
    backend: new Refusing(fails),
    close: () => {
      closed.push(name);
      return Promise.resolve();
    },
  });
  const env: CaseEnv = caseEnv({
    backend: new StreamedMemory(lie),
    copies: memoryCopies(lie),
    brokenStore: () => Promise.resolve(store("broken", kind)),
    missingStore: () => Promise.resolve(store("missing", "NotFound")),
  });
  return { env, closed };
}

Deno.test("failing() tries both ends and the digests, and leaves nothing", async () => {
  const { env, closed } = envOf();
  assertStringIncludes(await failing(env), "18 copies that failed");
  assertEquals(closed, ["broken", "missing", "broken", "missing"]);
  assertEquals((await env.backend.list()).objects, []);
});

Deno.test("failing() is broken by a copy of what is there no more", async () => {
  const { env } = envOf("silent-source");
  await assertRejects(() => failing(env), CaseBroken, "ends with copied");
});

Deno.test("failing() is broken by bytes that can be seen before they are right", async () => {
  const { env } = envOf("visible");
  await assertRejects(() => failing(env), CaseBroken, "can be seen with");
});

Deno.test("failing() is broken by an expected digest that nobody compares", async () => {
  const { env } = envOf("no-expectation");
  await assertRejects(() => failing(env), CaseBroken, "a wrong MD5 is copied");
});

Deno.test("failing() is broken by a failure of another name", async () => {
  const { env } = envOf(undefined, "NoSpace");
  await assertRejects(() => failing(env), CaseBroken, "ends with NoSpace");
});
