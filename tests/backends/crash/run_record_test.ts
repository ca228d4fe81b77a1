import { assertEquals, assertThrows } from "@std/assert";
import { loadRunLog, saveRunLog } from "../../../backends/crash/run_record.ts";
import { end, record, runOf } from "./_log_records.ts";

const FIRST = record(1, { more: true });
const RUN = runOf([
  FIRST,
  end(2, FIRST),
  record(3, { lane: null, op: "sync" }),
]);

Deno.test("loadRunLog() reads what saveRunLog() wrote", () => {
  const { records, spec } = loadRunLog(saveRunLog(RUN));
  assertEquals(records, RUN.records);
  assertEquals([spec.runKey, spec.files], [RUN.spec.runKey, RUN.spec.files]);
});

Deno.test("loadRunLog() refuses what is cut, changed or something else", () => {
  const text = saveRunLog(RUN);
  const wrong: readonly (readonly [string, string])[] = [
    ["", "Line 1 is not"],
    ["{}", "does not begin"],
    [text.slice(0, -20), "is not a JSON object"],
    [text.replace('"offset":0', '"offset":-1'), '"offset"'],
    [text.replace('"offset":0', '"offset":100'), '"offset"'],
    [text.replace('"offset":0', '"offset":16384'), '"offset"'],
    [text.replace('"bytes":4096', '"bytes":0'), '"bytes"'],
    [text.replace('"bytes":4096', '"bytes":20480'), '"bytes"'],
    [text.replace('"generation":1', '"generation":0'), '"generation"'],
    [text.replace('"file":0', '"file":1'), '"file"'],
    [text.replace('"fileBytes":16384', '"fileBytes":16385'), '"fileBytes"'],
    [text.replace('"fileBytes":16384', '"fileBytes":4398046511104'), '"file'],
    [text.replace('"op":"sync"', '"op":"read"'), '"op"'],
    [text.replace('"stage":"begun"', '"stage":"x"'), '"stage"'],
    [text.replace(/"runKey":"\d+"/, '"runKey":"x"'), '"runKey"'],
    [text.replace('"unitBytes":4096', '"unitBytes":7'), '"unitBytes"'],
    [text.replace(/"files":\[.*?\]/, '"files":[3]'), '"files"'],
    [text.replace(/"files":\[.*?\]/, '"files":3'), '"files"'],
    [text.replace('"name":"a"', '"name":1'), '"name"'],
  ];
  for (const [given, said] of wrong) {
    assertThrows(() => loadRunLog(given), RangeError, said);
  }
});
