/** Promises of `engine/workloads/object/doubts.ts`, through whole plans. */
import { assert, assertEquals } from "@std/assert";
import { objectInput, plannedKeys, store } from "../../plan/object_input.ts";

const PUT = "{name: put, load: object, op: put}";
const GET = "{name: get, load: object, op: get}";

function doubtsOf(
  steps: readonly string[],
  changes: Parameters<typeof objectInput>[1] = {},
): readonly string[] {
  return plannedKeys(objectInput(steps, changes)).doubts;
}

Deno.test("objectDoubts() has none about a fill that is read back", () => {
  assertEquals(doubtsOf([PUT, GET]), []);
});

Deno.test("objectDoubts() distrusts reads of keys that nothing has put", () => {
  const [doubt] = doubtsOf([GET, PUT]);
  assert(doubt?.startsWith('Step "get" on "s3://bucket/x" reads keys'), doubt);
});

Deno.test("objectDoubts() distrusts more in flight than there are keys", () => {
  const deep = PUT.replace("op: put", "op: put, depth: 501, lanes: 2");
  const [doubt] = doubtsOf([deep, GET]);
  assert(doubt?.includes("501 operations in flight over 500 keys"), doubt);
  assertEquals(doubtsOf([deep.replace("501", "500"), GET]), []);
});

Deno.test("objectDoubts() names a client and a way that others could share", () => {
  const told = (facts: Parameters<typeof store>[0]) =>
    doubtsOf([PUT, GET], { targets: [store(facts)] }).join("\n");
  assert(told({ client: "sdk" }).includes("driven through its SDK"));
  assert(told({ isInsecure: true }).includes("(insecure: true)"));
  assert(told({ isPlain: true }).includes("over http without TLS"));
});

Deno.test("objectDoubts() labels objects that are too small for a stamp", () => {
  const top = "objects: { keys: 100, sizes: {uniform: {min: 1B, max: 8KiB}} }";
  const [doubt] = doubtsOf([PUT, GET], { top });
  assert(doubt?.includes("may have 1 B, less than a stamp of 4 KiB"), doubt);
});

Deno.test("objectDoubts() distrusts parts that many stores refuse", () => {
  const top = (from: string) =>
    `objects: { keys: 100, sizes: 8MiB, partSize: 1MiB, multipartFrom: ${from} }`;
  const told = (step: string, from: string) =>
    doubtsOf([step, GET], { top: top(from) });
  const upload = "{name: up, load: object, op: upload}";
  assertEquals(told(PUT, "never").length, 0);
  assert(told(PUT, "4MiB")[0]?.startsWith("Parts of 1 MiB on"));
  assert(told(upload, "never")[0]?.startsWith("Parts of 1 MiB on"));
});

Deno.test("objectDoubts() tells that a store takes no parts, where some were asked for", () => {
  const told = (from: string, facts: Parameters<typeof store>[0]) =>
    doubtsOf([PUT, GET], {
      top: `objects: { keys: 100, sizes: 8MiB, multipartFrom: ${from} }`,
      targets: [store(facts)],
    });
  const whole = { takesParts: false } as const;
  assert(told("8MiB", whole)[0]?.includes("not in parts as multipartFrom"));
  assertEquals(told("9MiB", whole), []);
  assertEquals(told("never", whole), []);
  assertEquals(told("8MiB", {}), []);
});

Deno.test("objectDoubts() labels copies as weaker detection", () => {
  const top = "objects: { keys: 100, sizes: 8KiB, dedupe: 20% }";
  const [doubt] = doubtsOf([PUT, GET], { top });
  assert(doubt?.startsWith("Copies are 20% of the units"), doubt);
});
