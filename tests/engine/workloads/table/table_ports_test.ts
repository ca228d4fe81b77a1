import { assertEquals } from "@std/assert";
import { sumText } from "../../../../engine/workloads/table/table_ports.ts";

Deno.test("sumText() has 8 digits", () => {
  assertEquals(sumText(0xab), "000000ab");
});
