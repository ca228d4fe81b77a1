/** The promises of cmd/scrape_endpoint.ts. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { RunDisplay } from "../../cmd/display/run_display.ts";
import {
  metricsAddress,
  openScrapeEndpoint,
} from "../../cmd/scrape_endpoint.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { makeArgs } from "../_support/args.ts";

const RUN = { run: "r1", profile: "quick", faultsArmed: ["write.zero"] };
const HERE = { hostname: "127.0.0.1", port: 0 };

function address(typed: string) {
  return metricsAddress(makeArgs({ metrics: [typed] }));
}

Deno.test("metricsAddress() reads hosts of both kinds and refuses the rest", () => {
  assertEquals(metricsAddress(makeArgs()), undefined);
  assertEquals(address("127.0.0.1:9464"), {
    hostname: "127.0.0.1",
    port: 9464,
  });
  assertEquals(address("[::1]:0"), { hostname: "::1", port: 0 });
  for (const bad of ["9464", "host", "host:", "host:99999", "::1:9464", ":1"]) {
    const error = assertThrows(() => address(bad), UsageError);
    assertStringIncludes(error.message, `"${bad}"`);
  }
});

Deno.test("a scrape sees what the display was told, and the display sees it too", async () => {
  const scrape = openScrapeEndpoint(HERE, RUN);
  const seen: string[] = [];
  const display: RunDisplay = {
    sample: ({ type }) => seen.push(type),
    interval: () => {},
    say: (line) => seen.push(line),
    end: () => seen.push("end"),
  };
  const watched = scrape.watching(display);
  watched.sample({
    ...{ type: "step-started", target: "local", step: "fill", atNs: 0 },
  });
  watched.say("a");
  watched.end();
  const response = await fetch(scrape.url, {
    headers: {
      accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.3",
    },
  });
  const text = await response.text();
  assertStringIncludes(
    response.headers.get("content-type") ?? "",
    "application/openmetrics-text",
  );
  assertStringIncludes(text, 'step="fill",state="running"} 1');
  assertStringIncludes(text, 'faults_armed="write.zero"');
  assertStringIncludes(text, "# TYPE stor_verify_run info\n");
  const plain = await fetch(scrape.url);
  assertStringIncludes(
    plain.headers.get("content-type") ?? "",
    "text/plain; version=0.0.4",
  );
  const older = await plain.text();
  assertStringIncludes(older, "# TYPE stor_verify_run_info gauge\n");
  assertEquals(older.includes("EOF"), false);
  assertEquals(seen, ["step-started", "a", "end"]);
  const other = await fetch(new URL("/", scrape.url));
  assertEquals([other.status, await other.text()], [404, "See /metrics\n"]);
  await scrape.close();
});

Deno.test("a port that is taken is refused before anything is touched", async () => {
  const first = openScrapeEndpoint(HERE, RUN);
  const port = Number(new URL(first.url).port);
  const error = assertThrows(
    () => openScrapeEndpoint({ ...HERE, port }, RUN),
    UsageError,
  );
  assertStringIncludes(error.message, "choose another port");
  await first.close();
});
