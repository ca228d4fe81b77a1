/** The promises of backends/store/plain_endpoint.ts. */
import { assertEquals } from "@std/assert";
import { isPlainEndpoint } from "../../../backends/store/plain_endpoint.ts";

Deno.test("isPlainEndpoint() means http to another host, and nothing else", () => {
  const plain = [
    "http://10.0.0.1:9000",
    "http://minio.example/x",
    "http://127.0.0.1.example",
  ];
  const safe = [
    "https://s3.example",
    "http://127.0.0.1:9000",
    "http://localhost:1/x",
    "http://[::1]:9000",
    "not a url",
  ];
  assertEquals(plain.map(isPlainEndpoint), [true, true, true]);
  assertEquals(safe.some(isPlainEndpoint), false);
});
