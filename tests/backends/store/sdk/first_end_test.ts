import { assertEquals } from "@std/assert";
import { FirstEnd } from "../../../../backends/store/sdk/first_end.ts";

Deno.test("FirstEnd keeps the first end, whoever asks", () => {
  const buffer = FirstEnd.buffer();
  const [a, b] = [new FirstEnd(buffer), new FirstEnd(buffer)];
  assertEquals([a.ns, b.ns], [0, 0]);
  b.tell(200);
  a.tell(100);
  assertEquals([a.ns, b.ns], [200, 200]);
});
