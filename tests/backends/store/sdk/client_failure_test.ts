import { assertEquals } from "@std/assert";
import { clientFailure } from "../../../../backends/store/sdk/client_failure.ts";

/** A failure as an SDK throws it. */
function thrown(fields: Record<string, unknown>, message = "no"): Error {
  return Object.assign(new Error(message), fields);
}

const s3 = (httpStatusCode: number, name = "Error") =>
  thrown({ name, $metadata: { httpStatusCode } });

Deno.test("clientFailure() reads the number of an answer, of both SDKs", () => {
  const statuses = [301, 400, 403, 404, 409, 412, 416, 429, 500, 503].map(
    (number) => clientFailure(s3(number)).status,
  );
  assertEquals(statuses, [
    ...["HTTP_REDIRECT", "HTTP_REQUEST", "HTTP_DENIED"] as const, // words
    ...["HTTP_NOT_FOUND", "HTTP_CONFLICT", "HTTP_PRECONDITION"] as const, // too
    ...["HTTP_RANGE", "HTTP_THROTTLED", "HTTP_SERVER"] as const, // and these
    "HTTP_THROTTLED",
  ]);
  const azure = thrown({ statusCode: 404, code: "BlobNotFound" });
  assertEquals(clientFailure(azure).status, "HTTP_NOT_FOUND");
});

Deno.test("clientFailure() knows an error inside of a 200, and a slow down", () => {
  assertEquals(clientFailure(s3(200)).status, "HTTP_ERROR_BODY");
  assertEquals(clientFailure(s3(400, "SlowDown")).status, "HTTP_THROTTLED");
  assertEquals(
    clientFailure(s3(400, "RequestTimeout")).status,
    "HTTP_TIMEOUT",
  );
});

Deno.test("clientFailure() tells the ways apart in which no answer comes", () => {
  const cases: [Error, string][] = [
    [thrown({ code: "ECONNREFUSED" }), "HTTP_REFUSED"],
    [thrown({ code: "ENOTFOUND" }), "HTTP_RESOLVE"],
    [thrown({ code: "ECONNRESET" }), "HTTP_RESET"],
    [thrown({ name: "TimeoutError" }), "HTTP_TIMEOUT"],
    [thrown({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "HTTP_TLS"],
    [thrown({}, "invalid peer certificate: UnknownIssuer"), "HTTP_TLS"],
    [thrown({}, "Premature close"), "HTTP_TRUNCATED"],
    [thrown({ name: "SyntaxError" }, "Deserialization error"), "HTTP_BROKEN"],
    [thrown({}, "who knows"), "HTTP_RESET"],
  ];
  for (const [cause, status] of cases) {
    assertEquals(clientFailure(cause).status, status, cause.message);
    const wrapped = new Error("outside", { cause });
    assertEquals(clientFailure(wrapped).status, status);
  }
});

Deno.test("clientFailure() passes no text on that came from outside", () => {
  const failure = clientFailure(thrown({}, "https://x?sig=canary-secret"));
  assertEquals(Deno.inspect(failure).includes("canary"), false);
  assertEquals(clientFailure(failure), failure);
});
