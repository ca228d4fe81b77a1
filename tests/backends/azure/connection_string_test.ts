import { assertEquals, assertThrows } from "@std/assert";
import { parseConnectionString } from "../../../backends/azure/connection_string.ts";
import { TargetsError } from "../../../backends/mod.ts";

Deno.test("parseConnectionString() reads what the portal shows", () => {
  assertEquals(
    parseConnectionString(
      "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=a+b/c==;" +
        "EndpointSuffix=core.windows.net",
    ),
    {
      account: "acct",
      accountKey: "a+b/c==",
      endpoint: "https://acct.blob.core.windows.net",
    },
  );
});

Deno.test("parseConnectionString() keeps every = of a signature", () => {
  const { sasToken, endpoint } = parseConnectionString(
    "BlobEndpoint=https://a.example/;SharedAccessSignature=sv=1&sig=x%3D",
  );
  assertEquals([sasToken, endpoint], ["sv=1&sig=x%3D", "https://a.example/"]);
});

Deno.test("parseConnectionString() knows the emulator by its short name", () => {
  const { account, endpoint } = parseConnectionString(
    "UseDevelopmentStorage=true",
  );
  assertEquals(account, "devstoreaccount1");
  assertEquals(endpoint, "http://127.0.0.1:10000/devstoreaccount1");
});

Deno.test("parseConnectionString() repeats nothing of what it cannot read", () => {
  const error = assertThrows(
    () => parseConnectionString("canary-secret"),
    TargetsError,
  );
  assertEquals(error.message.includes("canary"), false);
});
