/** Promises of `engine/cases/loader/framework_cases.ts`, with a host that answers. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { CaseFailed } from "../../../../engine/cases/case_failed.ts";
import { CaseSkipped } from "../../../../engine/cases/case_skipped.ts";
import { readBy } from "../../../../engine/cases/loader/framework_cases.ts";
import type { FrameworkAnswer } from "../../../../engine/cases/mod.ts";
import {
  loaderEnv,
  pythonSaying,
} from "../../../_support/loader_case_fixture.ts";

const READ: Extract<FrameworkAnswer, { state: "read" }> = {
  state: "read",
  versions: "torch 2",
  arraysCount: 3,
  elementsCount: 9,
  passedOver: ["TFRecord has no reader there"],
  differences: [],
};

async function after(answer: FrameworkAnswer) {
  const python = pythonSaying(answer);
  const env = loaderEnv({ python });
  try {
    return { said: await readBy("pytorch")(env), asked: python.asked };
  } finally {
    assertEquals((await env.backend.list()).objects, []);
  }
}

Deno.test("readBy() hands over files of every format as the target has them", async () => {
  const { said, asked } = await after(READ);
  assertStringIncludes(said, "torch 2 read 3 arrays with 9 elements");
  assertStringIncludes(said, "not tried: TFRecord");
  const [request] = asked;
  assertEquals(request?.framework, "pytorch");
  assertEquals(
    [...new Set(request?.files.map(({ format }) => format))],
    ["raw", "npy", "npz", "safetensors", "tfrecord", "webdataset", "parquet"],
  );
  const files = request?.files ?? [];
  assertEquals(files.every(({ bytes }) => bytes.length > 0), true);
  assertEquals(new Set(files.map(({ name }) => name)).size, files.length);
});

Deno.test("readBy() asks a format for no element type that it does not keep", async () => {
  const { asked } = await after(READ);
  const kept = new Map<string, Set<string>>();
  for (const { arrays, format } of asked[0]?.files ?? []) {
    const elements = kept.get(format) ?? new Set();
    for (const { tensor } of arrays) elements.add(tensor.element);
    kept.set(format, elements);
  }
  for (const format of ["raw", "tfrecord", "parquet"]) {
    assertEquals([...kept.get(format) ?? []], ["uint8"], format);
  }
  assertEquals(kept.get("safetensors")?.has("bfloat16"), true);
  assertEquals(kept.get("npy")?.has("bfloat16"), false);
});

Deno.test("readBy() is broken by an element that is another one", async () => {
  const differences = ['"a" of "npy/0.npy" has element 7 ff'];
  await assertRejects(
    () => after({ ...READ, differences }),
    CaseBroken,
    "element 7",
  );
});

Deno.test("readBy() skips a framework that is absent, or reads nothing", async () => {
  const reason = "The python3 of this host has no torch";
  await assertRejects(
    () => after({ state: "absent", reason }),
    CaseSkipped,
    reason,
  );
  await assertRejects(() => after({ ...READ, arraysCount: 0 }), CaseSkipped);
});

Deno.test("readBy() fails where the host cannot be asked", async () => {
  const reason = "It ended with code 1";
  await assertRejects(() => after({ state: "failed", reason }), CaseFailed);
});
