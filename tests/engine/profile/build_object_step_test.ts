/** Promises of `engine/profile/build_object_step.ts`, through whole profiles. */
import { assertEquals } from "@std/assert";
import { oneObjectStep } from "./object_text.ts";
import { mistakeLines, oneStep, parsed } from "./profile_text.ts";

Deno.test("objectStep() and objectsAsked() fill in what was left out", () => {
  const { objects, steps } = parsed(oneObjectStep());
  assertEquals(objects, {
    keys: 1000,
    sizes: { kind: "fixed", bytes: 65_536 },
    keyStyle: { kind: "flat" },
    multipartFromBytes: 64 * 1024 ** 2,
    partBytes: 8 * 1024 ** 2,
    compressPercent: 0,
    dedupePercent: 0,
  });
  assertEquals(steps, [{
    kind: "object",
    name: "mixed",
    op: { get: 100 },
    pattern: { kind: "sequential" },
    rangeBytes: 65_536,
    listLimit: 1000,
    partDepth: 4,
    warmupNs: 0,
    lanes: 1,
    depth: 16,
    verify: "always",
    errorsMax: 0,
    attempts: 1,
  }]);
});

Deno.test("checkObjectStep() refuses keys of operations that are not done", () => {
  const text = oneObjectStep({ rangeSize: "4KiB", listLimit: "10" });
  assertEquals(mistakeLines(text), [
    "steps[0].rangeSize: Cannot use rangeSize in a step that does no range: " +
    "leave it out",
    "steps[0].listLimit: Cannot use listLimit in a step that does no list: " +
    "leave it out",
  ]);
});

Deno.test("checkObjectStep() refuses a total where nothing is moved", () => {
  const text = oneObjectStep({ op: "head", total: "1GiB" });
  assertEquals(mistakeLines(text), [
    "steps[0].total: Cannot end by bytes a step whose operations move none: " +
    "give ops or duration",
  ]);
  assertEquals(mistakeLines(oneObjectStep({ total: "1GiB" })), []);
});

Deno.test("objectsAsked() refuses more than 10,000 parts", () => {
  const text = oneObjectStep({}, { sizes: "1GiB", partSize: "64KiB" });
  assertEquals(mistakeLines(text), [
    "objects.partSize: Cannot put 1073741824 bytes up in parts of 65536: " +
    "that are 16384 parts, and the most is 10000",
  ]);
});

Deno.test("objectsAsked() refuses to put more than 5 GiB at once", () => {
  const never = { sizes: "6GiB", multipartFrom: "never", partSize: "8MiB" };
  assertEquals(mistakeLines(oneObjectStep({}, never)), [
    "objects.multipartFrom: Cannot put 6442450944 bytes at once: the most " +
    "is 5368709120, give a smaller multipartFrom",
  ]);
  const parts = { ...never, multipartFrom: "64MiB" };
  assertEquals(mistakeLines(oneObjectStep({}, parts)), []);
});

Deno.test("parseProfile() wants objects exactly where a step loads them", () => {
  const without = oneObjectStep().replace(/objects:\n( {2}.*\n)+/, "");
  assertEquals(mistakeLines(without), [
    "objects: Missing key: Objects that the steps load, as in " +
    "{keys: 1000, sizes: 64KiB}",
  ]);
  const idle = `${oneStep()}objects: { keys: 10, sizes: 4KiB }\n`;
  assertEquals(mistakeLines(idle), [
    "objects: Cannot use objects that no step loads: leave them out, or give " +
    "a step load: object",
  ]);
});

Deno.test("parseProfile() reads a step as meant when load has a slip", () => {
  assertEquals(mistakeLines(oneObjectStep({ load: "objects" })), [
    'steps[0].load: Unknown word "objects" (did you mean "object"?)',
  ]);
});
