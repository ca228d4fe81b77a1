import { assertEquals } from "@std/assert";
import { copyPorts } from "../../../cmd/copy/copy_ports.ts";
import { testContext } from "../../_support/cli.ts";
import { memoryCopies } from "../../_support/memory_streams.ts";

Deno.test("copyPorts() hands over what the core can make", () => {
  const { stream, digestKinds } = memoryCopies(undefined, ["crc32c"]);
  const ports = copyPorts(testContext(), {
    digestKinds,
    stream: () => {
      throw new TypeError("It is only asked what it can make");
    },
  });
  assertEquals([...ports.digestKinds()], ["crc32c"]);
  assertEquals(typeof stream, "function");
});
