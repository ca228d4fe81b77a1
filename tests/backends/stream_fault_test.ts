import { assertEquals, assertThrows } from "@std/assert";
import { failPublish } from "../../backends/stream_fault.ts";
import { StreamStatus } from "../../backends/stream_status.ts";

Deno.test("failPublish() fails with the errno of the plan where the point fires", () => {
  const asked: [string, number | undefined][] = [];
  const faults = {
    fires(point: string, defaultArg?: number) {
      asked.push([point, defaultArg]);
      return 28;
    },
  };
  const error = assertThrows(() => failPublish(faults), StreamStatus);
  assertEquals([error.status, error.statusName], [-28, "ENOSPC"]);
  assertEquals(asked, [["stream.publish.fail", 5]]);
});

Deno.test("failPublish() does nothing where no point fires, or none can", () => {
  failPublish({ fires: () => null });
  failPublish(undefined);
});
