import { assert, assertEquals } from "@std/assert";
import {
  PROVIDER_FACTS,
  PROVIDERS,
} from "../../../backends/targets/providers.ts";

Deno.test("every provider of S3 has an endpoint, in its region", () => {
  for (const provider of PROVIDERS) {
    const { endpoint, region, scheme } = PROVIDER_FACTS[provider];
    assertEquals(scheme === "s3", endpoint !== undefined, provider);
    if (endpoint === undefined) continue;
    const url = new URL(endpoint(region ?? "somewhere-1"));
    assertEquals(url.pathname, "/", provider);
    assert(url.protocol === "https:" || provider === "minio", provider);
    assert(region !== undefined, provider);
  }
});

Deno.test("Amazon's endpoints in China end as they do there", () => {
  const { endpoint } = PROVIDER_FACTS.aws;
  assertEquals(
    endpoint?.("cn-north-1"),
    "https://s3.cn-north-1.amazonaws.com.cn",
  );
});
