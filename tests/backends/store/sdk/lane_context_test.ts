import { assertEquals, assertRejects } from "@std/assert";
import {
  nameOf,
  sendOf,
  sendOrStatus,
  tellWhole,
} from "../../../../backends/store/sdk/lane_context.ts";
import { ClientFailure } from "../../../../backends/store/sdk/store_client.ts";
import { loadCore, type StatusName } from "../../../../ffi/mod.ts";
import { makeRig } from "./_memory_store.ts";

const fail = (status: StatusName) => () =>
  Promise.reject(new ClientFailure(status));

Deno.test("nameOf() puts the prefix of the target before the key", () => {
  using core = loadCore();
  const { context } = makeRig({ stamp: core.stamp });
  assertEquals(nameOf(context, 3), "p/sv-test/0000000003");
});

Deno.test("sendOf() tries as often as the plan says, and waits between", async () => {
  using core = loadCore();
  const rig = makeRig({ stamp: core.stamp, spec: { attemptsMax: 3 } });
  await assertRejects(() => sendOf(rig.context, fail("HTTP_SERVER")));
  assertEquals(rig.memory.get("attempts"), 3);
  assertEquals(rig.waits.length, 2);
});

Deno.test("sendOrStatus() takes some failures for answers, and no other", async () => {
  using core = loadCore();
  const { context, memory } = makeRig({ stamp: core.stamp });
  const answers = ["HTTP_NOT_FOUND"] as const; // words
  assertEquals(
    await sendOrStatus(context, answers, fail("HTTP_NOT_FOUND")),
    "HTTP_NOT_FOUND",
  );
  assertEquals(memory.get("errors_missing"), 0);
  await assertRejects(
    () => sendOrStatus(context, answers, fail("HTTP_DENIED")),
    ClientFailure,
  );
});

Deno.test("tellWhole() counts one bad unit and says where it is", () => {
  using core = loadCore();
  const rig = makeRig({ stamp: core.stamp, spec: { lane: 9 } });
  tellWhole(rig.context, {
    ...{ class: "truncated", op: "head", index: 2 },
    ...{ expectedLow: 1, expectedHigh: 2, offsetBytes: 5000, badBytes: 7 },
  });
  const [finding] = rig.found;
  assertEquals(
    [finding?.unit, finding?.firstBadByte, finding?.badBytes, finding?.lane],
    [1, 904, 7, 9],
  );
  assertEquals(rig.memory.get("units_bad"), 1);
});
