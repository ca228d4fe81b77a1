import { assertEquals } from "@std/assert";
import {
  isRead,
  OPERATIONS,
} from "../../../../engine/workloads/consistency/attempt_record.ts";

Deno.test("isRead() tells what changes nothing from all else", () => {
  assertEquals(OPERATIONS.filter(isRead), ["get", "get range", "head", "list"]);
});
