/** The promises of cmd/ack_log/ack_place.ts. */
import { assertEquals } from "@std/assert";
import { readAckPlace } from "../../../cmd/ack_log/ack_place.ts";

Deno.test("readAckPlace() reads hosts, with and without a port", () => {
  assertEquals(readAckPlace("tcp://other"), { hostname: "other", port: 7411 });
  assertEquals(readAckPlace("tcp://10.0.0.5:99"), {
    hostname: "10.0.0.5",
    port: 99,
  });
  assertEquals(readAckPlace("tcp://[fe80::1]:7412"), {
    hostname: "fe80::1",
    port: 7412,
  });
});

Deno.test("readAckPlace() says what it takes instead", () => {
  for (
    const text of [
      "other:7411",
      "http://other",
      "tcp://",
      "tcp://a:0",
      "tcp://a:99999",
      "tcp://u@a",
      "tcp://a/b",
    ]
  ) {
    assertEquals(
      readAckPlace(text),
      `Cannot use --ack-log ${text}: it is tcp://HOST or tcp://HOST:PORT, ` +
        'as "stor-verify ack-log" prints it on the other host',
    );
  }
});
