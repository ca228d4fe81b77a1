import { assertEquals } from "@std/assert";
import { ABSENT, NEVER } from "../../../../engine/history/mod.ts";
import type {
  Look,
  Write,
} from "../../../../engine/workloads/consistency/key_log.ts";
import { witnessSteps } from "../../../../engine/workloads/consistency/witness_steps.ts";

const put: Write = {
  kind: "put",
  operation: "put if match",
  client: 2,
  endpoint: "one",
  value: 7,
  basis: 6,
  etag: '"ab"',
  callNs: 5_000_000,
  returnNs: 6_500_000,
};
const get: Look = {
  kind: "get",
  operation: "get",
  client: 0,
  endpoint: "two",
  value: ABSENT,
  callNs: 4_000_000,
  returnNs: 9_000_000,
};

Deno.test("witnessSteps() counts times from the first call, in order", () => {
  const [first, second] = witnessSteps([put, get]);
  assertEquals(
    first?.sentence,
    "Client 0 at two, from 0.000 to 5.000 ms: get saw no object",
  );
  assertEquals(first?.value, null);
  assertEquals(second, {
    client: 2,
    endpoint: "one",
    operation: "put if match",
    value: 7,
    etag: '"ab"',
    requestId: null,
    callNs: 1_000_000,
    returnNs: 2_500_000,
    sentence: "Client 2 at one, from 1.000 to 2.500 ms: put if match of " +
      'value 7 with etag "ab" in the place of value 6',
  });
});

Deno.test("witnessSteps() says when there was no answer", () => {
  const [step] = witnessSteps([{ ...put, returnNs: NEVER }]);
  assertEquals(step?.returnNs, null);
  assertEquals(
    step?.sentence.includes("from 0.000 ms, without an answer"),
    true,
  );
});

Deno.test("witnessSteps() tells each kind of outcome", () => {
  const said = (row: Look | Write) =>
    witnessSteps([row])[0]?.sentence.split(" ms: ")[1];
  assertEquals(said({ ...get, value: 3 }), "get saw value 3");
  const { value: _, ...unread } = get;
  assertEquals(said(unread), "get saw what is no value");
  assertEquals(
    said({ ...unread, operation: "list", etag: null }),
    "list saw no object",
  );
  assertEquals(
    said({ ...put, kind: "delete", operation: "delete", value: ABSENT }),
    "delete of the key",
  );
  assertEquals(
    said({ ...put, basis: ABSENT, etag: "" }),
    "put if match of value 7 in the place of no object",
  );
});

Deno.test("witnessSteps() names the request as the store does", () => {
  const [step] = witnessSteps([{ ...put, requestId: "7F" }]);
  assertEquals(step?.requestId, "7F");
  assertEquals(step?.sentence.endsWith("(request 7F)"), true);
});
