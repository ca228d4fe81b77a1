import { assertEquals } from "@std/assert";
import { FakeTime } from "./_fake_time.ts";
import { RequestLimit } from "../../../../backends/store/sdk/request_limit.ts";

Deno.test("RequestLimit ends a request that stalls", () => {
  using time = new FakeTime();
  const limit = new RequestLimit({ stallTimeoutMs: 100 });
  time.pass(99);
  limit.touch();
  time.pass(99);
  assertEquals(limit.signal.aborted, false);
  time.pass(2);
  assertEquals(limit.signal.aborted, true);
  assertEquals(limit.signal.reason.name, "TimeoutError");
});

Deno.test("RequestLimit ends a request that takes too long as a whole", () => {
  using time = new FakeTime();
  const limit = new RequestLimit({ requestTimeoutMs: 150 });
  time.pass(100);
  limit.touch();
  time.pass(51);
  assertEquals(limit.signal.aborted, true);
});

Deno.test("RequestLimit gives large uploads the time to be sent", () => {
  using time = new FakeTime();
  const limit = new RequestLimit({ stallTimeoutMs: 100 }, 2 * 2 ** 20);
  time.pass(2099);
  assertEquals(limit.signal.aborted, false);
  time.pass(2);
  assertEquals(limit.signal.aborted, true);
});

Deno.test("RequestLimit is over once the request has ended", () => {
  using time = new FakeTime();
  const limit = new RequestLimit({ stallTimeoutMs: 1, requestTimeoutMs: 1 });
  limit.end();
  time.pass(10);
  assertEquals(limit.signal.aborted, false);
});
