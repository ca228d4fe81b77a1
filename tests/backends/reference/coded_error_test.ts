import { assertEquals, assertStringIncludes } from "@std/assert";
import { CodedError } from "../../../backends/reference/coded_error.ts";
import type {
  RefusalOptions,
  RefusalTable,
} from "../../../backends/reference/coded_error.ts";

const CODES = {
  Full: [507, "There is no room"],
  Same: [304, "The reader has it"],
} as const satisfies RefusalTable<string>;

class TestError extends CodedError<keyof typeof CODES> {
  constructor(code: keyof typeof CODES, options?: RefusalOptions) {
    super(CODES, code, options);
  }
  answer() {
    return this.answerWith(this.document(this.message, [["After", 1]]), [
      ["x-late", "2"],
    ]);
  }
}

Deno.test("a CodedError has its table's status and sentence", () => {
  const error = new TestError("Full");
  assertEquals([error.status, error.message], [507, "There is no room"]);
});

Deno.test("a CodedError prefers the status and message it is given", () => {
  const error = new TestError("Full", { status: 400, message: "Not so much" });
  assertEquals([error.status, error.message], [400, "Not so much"]);
});

Deno.test("a CodedError puts its details between message and the rest", () => {
  const { status, headers, body } = new TestError("Full", {
    details: [["Detail", "<"]],
    headers: [["x-early", "1"]],
  }).answer();
  assertEquals(status, 507);
  assertEquals(headers, [
    ["x-early", "1"],
    ["x-late", "2"],
    ["Content-Type", "application/xml"],
  ]);
  assertStringIncludes(
    new TextDecoder().decode(body as Uint8Array),
    "<Message>There is no room</Message><Detail>&lt;</Detail><After>1</After>",
  );
});

Deno.test("a CodedError of 304 has headers and no body", () => {
  assertEquals(new TestError("Same").answer(), {
    status: 304,
    headers: [["x-late", "2"]],
  });
});
