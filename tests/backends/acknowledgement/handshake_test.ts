import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  greeting,
  hello,
  isSameProof,
  LineCutter,
  proofOf,
  readGreeting,
  readHello,
} from "../../../backends/acknowledgement/handshake.ts";

const NONCE = "00112233445566778899aabbccddeeff";
const RUN = "0123456789abcdef";

Deno.test("what one side says the other understands", () => {
  assertEquals(readGreeting(greeting(NONCE).trimEnd()), NONCE);
  const proof = proofOf("secret", NONCE, RUN);
  assertEquals(readHello(hello(RUN, proof).trimEnd()), { runId: RUN, proof });
  assertEquals(readHello(hello(RUN, "-").trimEnd()), {
    runId: RUN,
    proof: "-",
  });
});

Deno.test("anything else is no greeting and no hello", () => {
  for (const line of ["", "GET / HTTP/1.1", `stor-verify run 1 ${RUN} x`]) {
    assertEquals([readGreeting(line), readHello(line)], [null, null]);
  }
  assertEquals(readHello(`stor-verify run 1 ../../../etc -`), null);
  assertEquals(readGreeting(`stor-verify ack-log 2 ${NONCE}`), null);
});

Deno.test("a proof is of one secret, one number and one run, and hides the secret", () => {
  const proof = proofOf("secret", NONCE, RUN);
  assertEquals(proof.includes("secret"), false);
  assertNotEquals(proof, proofOf("other", NONCE, RUN));
  assertNotEquals(proof, proofOf("secret", NONCE.replace("0", "1"), RUN));
  assertNotEquals(proof, proofOf("secret", NONCE, RUN.replace("0", "1")));
  assertEquals(isSameProof(proof, proofOf("secret", NONCE, RUN)), true);
  assertEquals(isSameProof(proof, "-"), false);
  assertEquals(isSameProof("-", proofOf(undefined, NONCE, RUN)), true);
});

Deno.test("LineCutter cuts lines, and leaves what comes after them", () => {
  const cutter = new LineCutter();
  const push = (text: string) => cutter.push(new TextEncoder().encode(text));
  push("on");
  assertEquals(cutter.line(), null);
  push("e\ntwo\nthr");
  assertEquals([cutter.line(), cutter.line(), cutter.line()], [
    "one",
    "two",
    null,
  ]);
  assertEquals(new TextDecoder().decode(cutter.rest()), "thr");
  assertEquals(cutter.rest().length, 0);
});

Deno.test("LineCutter gives up on a line without an end", () => {
  const cutter = new LineCutter();
  cutter.push(new Uint8Array(5000).fill(65));
  assertThrows(() => cutter.line(), RangeError);
});
