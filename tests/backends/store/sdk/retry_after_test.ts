import { assertEquals } from "@std/assert";
import { retryAfterMs } from "../../../../backends/store/sdk/retry_after.ts";

Deno.test("retryAfterMs() reads the answers of both SDKs", () => {
  const aws = Object.assign(new Error(), {
    $response: { statusCode: 503, headers: { "retry-after": "3" } },
  });
  const azure = Object.assign(new Error(), {
    response: { headers: new Headers({ "Retry-After": "7" }) },
  });
  assertEquals([retryAfterMs(aws), retryAfterMs(azure)], [3000, 7000]);
});

Deno.test("retryAfterMs() asks for nothing where nobody did, or in another form", () => {
  const date = "Sat, 21 Nov 2026 09:00:00 GMT";
  for (
    const cause of [
      null,
      "text",
      new Error(),
      { $response: { headers: {} } },
      { $response: { headers: { "retry-after": date } } },
      { response: { headers: { get: () => undefined } } },
    ]
  ) assertEquals(retryAfterMs(cause), 0);
});
