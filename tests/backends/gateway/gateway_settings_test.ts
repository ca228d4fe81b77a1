import { assertEquals, assertThrows } from "@std/assert";
import {
  gatewayClientSettings,
  readAddress,
  readGatewaySettings,
} from "../../../backends/gateway/gateway_settings.ts";
import { parseUrl, TargetsError } from "../../../backends/mod.ts";

const target = (text: string, settings = {}) => ({
  name: "t",
  url: parseUrl(text),
  settings,
});

Deno.test("readGatewaySettings() fills in what is not set", () => {
  assertEquals(readGatewaySettings(target("gateway://h:81/a")), {
    url: "gateway://h:81/a",
    ...{ host: "h", port: 81, prefix: "a/" },
    ...{ chunkServers: [], checksum: "none" },
    ...{ connectTimeoutMs: 10_000, stallTimeoutMs: 30_000 },
    requestTimeoutMs: 0,
  });
});

Deno.test("readGatewaySettings() refuses chunk servers without a port", () => {
  const odd = target("gateway://h", { chunkServers: "a:1,b, c:99999" });
  const { mistakes } = assertThrows(
    () => readGatewaySettings(odd),
    TargetsError,
  );
  assertEquals(
    mistakes,
    ["b", "c:99999"].map((one) =>
      `Cannot open "gateway://h:8080": the chunk server "${one}" is no ` +
      "address: write host:port"
    ),
  );
  assertThrows(() => readGatewaySettings(target("mem:")), TargetsError);
});

Deno.test("gatewayClientSettings() names the gateway as an endpoint", () => {
  const settings = readGatewaySettings(target("gateway://[::1]:9/x"));
  assertEquals(settings.host, "::1");
  const { endpoints, kind, prefix } = gatewayClientSettings(settings);
  assertEquals([kind, prefix, ...endpoints], [
    "gateway",
    "x/",
    "http://[::1]:9",
  ]);
});

Deno.test("readAddress() takes names and addresses with a port, and nothing else", () => {
  assertEquals(readAddress("node-1.example:50051"), {
    host: "node-1.example",
    port: 50051,
  });
  assertEquals(readAddress("[::1]:2"), { host: "::1", port: 2 });
  for (const odd of ["", "h", "h:", "h:0", "h:65536", "a b:1", "h:1/x"]) {
    assertEquals(readAddress(odd), null, odd);
  }
});
