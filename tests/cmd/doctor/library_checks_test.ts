/** The promises of cmd/doctor/library_checks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkCurl } from "../../../cmd/doctor/library_checks.ts";
import type { HttpFeature } from "../../../ffi/mod.ts";

function probe(...features: readonly HttpFeature[]) {
  return { version: "libcurl/7.88.1", features: new Set(features) };
}

Deno.test("checkCurl() says which libcurl there is and what it can do", () => {
  assertEquals(checkCurl(probe("sigv4", "tls", "http2")), {
    name: "libcurl",
    state: "works",
    text: "libcurl/7.88.1: signed requests, TLS, HTTP/2",
  });
  assertEquals(
    checkCurl(probe("sigv4", "tls")).text,
    "libcurl/7.88.1: signed requests, TLS",
  );
});

Deno.test("checkCurl() notes what it lacks, and the way out", () => {
  const check = checkCurl(probe("http2"));
  assertEquals(check.state, "limited");
  assertEquals(
    check.text,
    "libcurl/7.88.1: it cannot sign requests to s3 and has no TLS",
  );
  assertStringIncludes(check.remedy ?? "", "client: sdk");
});

Deno.test("checkCurl() says what to install when there is none", () => {
  const check = checkCurl(null);
  assertEquals(check.state, "limited");
  assertStringIncludes(check.remedy ?? "", "apt-get install libcurl4");
});
