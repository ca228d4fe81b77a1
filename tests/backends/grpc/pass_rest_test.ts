/** The promises of backends/grpc/pass_rest.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import {
  MessageInbox,
  messagePrefix,
} from "../../../backends/grpc/message_inbox.ts";
import { passRest } from "../../../backends/grpc/pass_rest.ts";

function inbox(): MessageInbox {
  return new MessageInbox({ bytesMax: 100_000, credit: () => {} });
}

function push(messages: MessageInbox, bytes: number): void {
  messages.push(messagePrefix(bytes));
  messages.push(new Uint8Array(bytes));
}

Deno.test("passRest() waits for the end of a short request", async () => {
  const messages = inbox();
  const passed: string[] = [];
  const pass = passRest(messages).then(() => passed.push("passed"));
  push(messages, 5);
  await Promise.resolve();
  passed.push("ending");
  messages.end();
  await pass;
  assertEquals(passed, ["ending", "passed"]);
});

Deno.test("passRest() waits for no long request, none that failed, and none for ever", async () => {
  const long = inbox();
  push(long, 20_000);
  await passRest(long);
  const failed = inbox();
  failed.fail(new Error("cut"));
  await passRest(failed);
  await assertRejects(() => failed.next(), Error, "cut");
  await passRest(inbox());
});
