import { assertEquals } from "@std/assert";
import { isCoreFailure } from "../../backends/core_port.ts";
import { StreamStatus } from "../../backends/stream_status.ts";

Deno.test("StreamStatus is taken for a failure of the core, and says where", () => {
  const status = new StreamStatus({
    status: -28,
    statusName: "ENOSPC",
    offsetBytes: 4096,
  });
  assertEquals(isCoreFailure(status), true);
  assertEquals(status.message, "ENOSPC at byte 4096");
});
