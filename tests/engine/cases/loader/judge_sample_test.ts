/** Promises of `engine/cases/loader/judge_sample.ts`. */
import { assertThrows } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import {
  judgeBytes,
  judgeSample,
} from "../../../../engine/cases/loader/judge_sample.ts";
import type { Tensor } from "../../../../engine/workloads/loader/mod.ts";

const TENSOR: Tensor = {
  element: "uint16",
  shape: [2, 1],
  bytes: Uint8Array.of(1, 2, 3, 4),
};

function set(format: "npy" | "raw") {
  const index = { format, digest: "d", codec: "none", samples: [] };
  return { index, samples: [{ key: "a", tensor: TENSOR }] };
}

Deno.test("judgeSample() takes the sample that was written, and no other", () => {
  judgeSample(set("npy"), 0, TENSOR);
  judgeSample(set("raw"), 0, { ...TENSOR, element: "uint8", shape: [4] });
  const broken = (found: Tensor | null, text: string) =>
    assertThrows(() => judgeSample(set("npy"), 0, found), CaseBroken, text);
  broken(null, 'Sample "a" of npy was passed over');
  broken({ ...TENSOR, shape: [1, 2] }, "is uint16 [1, 2], and should be");
  broken({ ...TENSOR, element: "int16" }, "is int16");
  broken({ ...TENSOR, bytes: Uint8Array.of(1, 2, 9, 4) }, "in element 1, is 9");
});

Deno.test("judgeBytes() tells a length that is another one", () => {
  const found = { ...TENSOR, bytes: new Uint8Array(3) };
  assertThrows(
    () => judgeBytes("It", found, TENSOR.bytes),
    CaseBroken,
    "It has 3 bytes, and should have 4",
  );
});
