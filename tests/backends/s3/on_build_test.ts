import { assertEquals } from "@std/assert";
import { onBuild } from "../../../backends/s3/on_build.ts";

Deno.test("onBuild() reaches the headers, and leaves alone what has none", () => {
  type Args = { request: unknown };
  let added: (next: (args: Args) => unknown) => (args: Args) => unknown =
    () => () => undefined;
  const command = {
    middlewareStack: { add: (one: typeof added) => void (added = one) },
  };
  assertEquals(
    onBuild(command, (headers) => {
      headers["x"] = "1";
    }),
    command,
  );
  const request = { headers: { y: "2" } };
  const through = added((args) => args);
  assertEquals(through({ request }), {
    request: { headers: { x: "1", y: "2" } },
  });
  assertEquals(through({ request: null }), { request: null });
});
