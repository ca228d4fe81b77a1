import { assertEquals } from "@std/assert";
import { parseUrl } from "../../../backends/mod.ts";
import { endpointTargets } from "../../../backends/targets/endpoint_targets.ts";

const targetOf = (settings: Readonly<Record<string, string>>) => ({
  name: "x",
  url: parseUrl("s3://bucket/p"),
  settings,
});

Deno.test("endpointTargets() makes a target of each endpoint", () => {
  const found = endpointTargets(
    targetOf({ endpoint: "http://a:1,http://u:s@b:2", region: "r" }),
  );
  assertEquals(found.map(({ name }) => name), ["http://a:1", "http://***@b:2"]);
  assertEquals(found.map(({ settings }) => settings["endpoint"]), [
    "http://a:1",
    "http://u:s@b:2",
  ]);
  assertEquals(found.map(({ settings }) => settings["region"]), ["r", "r"]);
});

Deno.test("endpointTargets() leaves a target of one endpoint as it is", () => {
  const one = targetOf({ endpoint: "http://a:1" });
  assertEquals(endpointTargets(one), [one]);
  const none = targetOf({});
  assertEquals(endpointTargets(none), [none]);
});
