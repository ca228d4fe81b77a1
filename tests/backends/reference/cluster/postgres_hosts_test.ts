import { assertEquals } from "@std/assert";
import { hostUrls } from "../../../../backends/reference/cluster/postgres_hosts.ts";

Deno.test("hostUrls() gives a URL for each host, in their order", () => {
  assertEquals(hostUrls("postgres://u:p@a:1,b,[::1]:2/d?sslmode=require,x"), [
    "postgres://u:p@a:1/d?sslmode=require,x",
    "postgres://u:p@b/d?sslmode=require,x",
    "postgres://u:p@[::1]:2/d?sslmode=require,x",
  ]);
});

Deno.test("hostUrls() leaves a URL of one host, or of none, as it is", () => {
  for (
    const url of [
      "postgres://h:5432/d",
      "postgresql://u,v:a,b@h",
      "postgres:///d?host=/run,x",
      "postgres",
    ]
  ) assertEquals(hostUrls(url), [url]);
});
