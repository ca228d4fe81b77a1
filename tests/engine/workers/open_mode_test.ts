import { assertEquals } from "@std/assert";
import { openModeOf } from "../../../engine/workers/open_mode.ts";

Deno.test("openModeOf() creates unless all targets, or this one, are opened again", () => {
  assertEquals(openModeOf({ name: "a" }, {}), "create");
  assertEquals(openModeOf({ name: "a" }, { mode: "recover" }), "recover");
  const mode = (name: string) => name === "a" ? "recover" : "create";
  assertEquals(openModeOf({ name: "a" }, { mode }), "recover");
  assertEquals(openModeOf({ name: "b" }, { mode }), "create");
});
