import { assertEquals } from "@std/assert";
import {
  readStatus,
  statusHeaders,
} from "../../../backends/grpc/grpc_status.ts";

Deno.test("a code and any words come back as they were", () => {
  const message = "“ü”: 100%\n";
  const headers = statusHeaders("DATA_LOSS", message);
  assertEquals(headers[0], ["grpc-status", "15"]);
  const failure = readStatus(headers);
  assertEquals([failure?.code, failure?.message], ["DATA_LOSS", message]);
  assertEquals(readStatus(statusHeaders("OK", "")), null);
});

Deno.test("no status, and one that nobody knows, are UNKNOWN", () => {
  for (const headers of [[], [["grpc-status", "99"]], [["grpc-status", "x"]]]) {
    assertEquals(readStatus(headers as [string, string][])?.code, "UNKNOWN");
  }
  const odd = readStatus([["grpc-status", "5"], ["grpc-message", "%zz"]]);
  assertEquals([odd?.code, odd?.message], ["NOT_FOUND", "%zz"]);
});
