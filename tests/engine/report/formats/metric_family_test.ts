import { assertEquals } from "@std/assert";
import {
  MetricFamily,
  renderMetrics,
} from "../../../../engine/report/formats/metric_family.ts";

Deno.test("MetricFamily escapes what would end a label", () => {
  const family = new MetricFamily("x", { type: "gauge", help: "What" }).add(1, {
    key: 'a"b\\c\nd',
  });
  assertEquals(family.lines().at(-1), 'stor_verify_x{key="a\\"b\\\\c\\nd"} 1');
});

Deno.test("MetricFamily names counters and infos as the format wants", () => {
  const name = (type: "counter" | "info") =>
    new MetricFamily("x", { type, help: "What" }).add(1, {}).lines().at(-1);
  assertEquals(name("counter"), "stor_verify_x_total 1");
  assertEquals(name("info"), "stor_verify_x_info 1");
});

Deno.test("renderMetrics() leaves out a family without samples", () => {
  assertEquals(
    renderMetrics([new MetricFamily("x", { type: "gauge", help: "What" })]),
    "# EOF\n",
  );
});

Deno.test("renderMetrics() writes the older text without what it does not know", () => {
  const families = (["counter", "info", "stateset", "gauge"] as const)
    .map((type) =>
      new MetricFamily(`a_${type}`, { type, help: "What", unit: "bytes" })
        .add(1, {})
    );
  assertEquals(
    renderMetrics(families, "text").split("\n").filter((line) =>
      !line.startsWith("# HELP")
    ),
    [
      "# TYPE stor_verify_a_counter_total counter",
      "stor_verify_a_counter_total 1",
      "# TYPE stor_verify_a_info_info gauge",
      "stor_verify_a_info_info 1",
      "# TYPE stor_verify_a_stateset gauge",
      "stor_verify_a_stateset 1",
      "# TYPE stor_verify_a_gauge gauge",
      "stor_verify_a_gauge 1",
      "",
    ],
  );
});
