import { assertEquals } from "@std/assert";
import { readNpz, writeNpz } from "../../../../engine/workloads/loader/npz.ts";
import { ELEMENTS } from "../../../../engine/workloads/loader/tensor.ts";
import { writeZip } from "../../../../engine/workloads/loader/zip.ts";
import { faultOf, tensorsOfAll } from "./tensor_fixture.ts";

Deno.test("readNpz() gives back each array by its name", () => {
  const tensors = tensorsOfAll((one) => ELEMENTS[one].npy !== null);
  assertEquals(readNpz(writeNpz(tensors)), tensors);
  assertEquals(readNpz(writeNpz(new Map())).size, 0);
});

Deno.test("readNpz() refuses a member that is no array", () => {
  const archive = writeZip(new Map([["x.txt", new Uint8Array(3)]]));
  assertEquals(faultOf(() => readNpz(archive)), "unsupported");
});
