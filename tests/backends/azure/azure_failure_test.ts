import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  azureCode,
  azureFailure,
} from "../../../backends/azure/azure_failure.ts";
import { StorageError, type StorageErrorKind } from "../../../backends/mod.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";

const AT = { action: 'get "k" in "az://c"', operation: "get", url: "az://c" };

/** As the SDK throws a refusal. */
function refusal(status: number, code: string, text = ""): Error {
  const headers = new Headers({ "x-ms-request-id": "r-1" });
  if (code !== "") headers.set("x-ms-error-code", code);
  return Object.assign(new Error(text), {
    statusCode: status,
    response: { headers, bodyAsText: text },
  });
}

Deno.test("azureFailure() maps the service's words to closed kinds", () => {
  const rows: readonly (readonly [number, string, StorageErrorKind])[] = [
    [404, "BlobNotFound", "NotFound"],
    [404, "ContainerNotFound", "NotFound"],
    [409, "BlobAlreadyExists", "AlreadyExists"],
    [412, "ConditionNotMet", "PreconditionFailed"],
    [400, "InvalidBlockList", "PreconditionFailed"],
    [400, "Md5Mismatch", "ChecksumMismatch"],
    [400, "Crc64Mismatch", "ChecksumMismatch"],
    [416, "InvalidRange", "RangeNotSatisfiable"],
    [403, "AuthorizationPermissionMismatch", "PermissionDenied"],
    [400, "InvalidUri", "InvalidKey"],
    [503, "ServerBusy", "RateLimited"],
    [500, "OperationTimedOut", "TimedOut"],
    [500, "InternalError", "Unavailable"],
    [403, "", "PermissionDenied"],
    [429, "", "RateLimited"],
    [504, "", "TimedOut"],
    [507, "", "NoSpace"],
    [418, "Teapot", "Unexpected"],
  ];
  for (const [status, code, kind] of rows) {
    const error = azureFailure(AT, refusal(status, code));
    assertEquals(error.kind, kind, `${status} ${code}`);
    assertStringIncludes(error.message, String(status));
  }
  assertEquals(azureCode(refusal(404, "BlobNotFound")), "BlobNotFound");
});

Deno.test("azureFailure() says which of the reasons a signature failed for", () => {
  const reason = (text: string) =>
    azureFailure(AT, refusal(403, "AuthenticationFailed", text)).message;
  const expired = "Signature not valid in the specified time frame: Start []";
  assertStringIncludes(reason(expired), "expired");
  assertStringIncludes(reason("Request date header too old"), "clock");
  assertStringIncludes(reason("The MAC signature differs"), "look at account");
});

Deno.test("azureFailure() tells a lost answer from a refusal", () => {
  const rows = [
    ["refused", "Unavailable", true],
    ["timed-out", "TimedOut", true],
    ["untrusted", "Unavailable", false],
    ["unknown-host", "Unavailable", false],
    ["cut-short", "Unavailable", true],
  ] as const;
  for (const [reason, kind, transient] of rows) {
    const cause = new HttpFailure("h:1 did so", { step: "connect", reason });
    const error = azureFailure(AT, new Error("wrapped", { cause }));
    assertEquals([error.kind, error.transient], [kind, transient]);
    assertStringIncludes(error.message, "h:1 did so");
  }
});

Deno.test("azureFailure() passes a StorageError on as it is", () => {
  const cause = new StorageError("x", { kind: "Busy", operation: "get" });
  assert(azureFailure(AT, cause) === cause);
});

Deno.test("azureFailure() repeats nothing that a server or runtime wrote", () => {
  const secret = "sig=canary%2Bsecret";
  for (
    const cause of [
      refusal(403, "AuthenticationFailed", `string to sign ${secret}`),
      refusal(400, "", `https://h/c?${secret}`),
      new TypeError(`error sending request for url (https://h/c?${secret})`),
    ]
  ) {
    const shown = Deno.inspect(azureFailure(AT, cause), { depth: 9 });
    assertEquals(shown.includes("canary"), false, shown);
  }
});
