import { assertEquals } from "@std/assert";
import { httpVersionMistake } from "../../../backends/store/http_version_mistake.ts";

Deno.test("httpVersionMistake() tells the endpoint that HTTP/2 cannot reach", () => {
  assertEquals(
    httpVersionMistake(2, ["https://a", "http://b:1", "http://c"]),
    "httpVersion: 2 needs TLS, and http://b:1 is plain HTTP: name an https " +
      "endpoint, or set httpVersion: 1",
  );
});

Deno.test("httpVersionMistake() finds none over TLS, or in HTTP/1.1", () => {
  assertEquals(httpVersionMistake(2, ["https://a"]), null);
  assertEquals(httpVersionMistake(1, ["http://a"]), null);
  assertEquals(httpVersionMistake(undefined, ["http://a"]), null);
});
