/** The promises of cmd/doctor/library_checks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkCurl } from "../../../cmd/doctor/library_checks.ts";

Deno.test("checkCurl() takes a version that signs requests", () => {
  const check = checkCurl(() => "libcurl/7.88.1 OpenSSL/3.0.15 zlib/1.2.13");
  assertEquals(check, {
    name: "libcurl",
    state: "works",
    text: "libcurl/7.88.1",
  });
});

Deno.test("checkCurl() notes a version that is too old", () => {
  assertEquals(checkCurl(() => "libcurl/7.61.1 x").state, "limited");
});

Deno.test("checkCurl() says what to install when there is none", () => {
  const check = checkCurl(() => {
    throw new Error("cannot open shared object file");
  });
  assertEquals(check.state, "limited");
  assertStringIncludes(check.remedy ?? "", "apt-get install libcurl4");
});
