import { assertEquals } from "@std/assert";
import {
  HttpFailure,
  socketFailure,
} from "../../../backends/http/http_failure.ts";

Deno.test("socketFailure() tells the errors of sockets apart", () => {
  const errors = [
    [new Deno.errors.ConnectionRefused("x"), "refused"],
    [new Deno.errors.ConnectionReset("x"), "reset"],
    [new Deno.errors.TimedOut("x"), "timed-out"],
    [new Error("failed to lookup address information"), "unknown-host"],
    [new Error("invalid peer certificate: UnknownIssuer"), "untrusted"],
    [new Error("Network is unreachable (os error 101)"), "unreachable"],
    [
      new Error("received corrupt message of type InvalidContentType"),
      "malformed",
    ],
  ] as const;
  for (const [error, reason] of errors) {
    assertEquals(socketFailure("exchange", "h:1", error).reason, reason);
  }
});

Deno.test("socketFailure() passes on what is one already", () => {
  const failure = new HttpFailure("x", { step: "tls", reason: "untrusted" });
  assertEquals(socketFailure("exchange", "h:1", failure), failure);
});
