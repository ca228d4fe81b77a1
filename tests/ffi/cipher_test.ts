import { assert, assertEquals, assertThrows } from "@std/assert";
import { createCipheriv } from "node:crypto";
import { Library } from "../../ffi/_library.ts";
import { nodeCipherCalls } from "../../ffi/cipher.ts";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { SYMBOLS } from "../../ffi/symbols.ts";

const KEY_LENGTHS = [16, 24, 32] as const;
const numbers = (length: number, start = 0) =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + start) & 255);
const NONCE = numbers(12, 90);
const AAD = new TextEncoder().encode("who and where");

Deno.test("gcmOpen() gives back what gcmSeal() hid, for every key length", () => {
  using core = loadCore();
  const pages = core.pages();
  for (const keyLength of KEY_LENGTHS) {
    for (const length of [0, 1, 1000]) {
      const key = numbers(keyLength);
      const plain = numbers(length, 3);
      const sealed = new Uint8Array(length + 16);
      const request = { key, nonce: NONCE, aad: AAD };
      pages.gcmSeal({ ...request, from: plain, to: sealed });
      const to = new Uint8Array(length);
      assert(pages.gcmOpen({ ...request, from: sealed, to }));
      assertEquals(to, plain);
    }
  }
});

Deno.test("gcmOpen() is false for any change of key, bytes, tag or aad", () => {
  using core = loadCore();
  const pages = core.pages();
  const key = numbers(16);
  const sealed = new Uint8Array(66);
  const made = { key, nonce: NONCE, aad: AAD };
  pages.gcmSeal({ ...made, from: numbers(50), to: sealed });
  const right = { ...made, from: sealed, to: new Uint8Array(50) };
  for (let i = 0; i < sealed.length; i++) {
    const from = sealed.slice();
    from[i] = (from[i] ?? 0) ^ 1;
    assert(!pages.gcmOpen({ ...right, from }));
  }
  assert(!pages.gcmOpen({ ...right, key: numbers(16, 1) }));
  assert(!pages.gcmOpen({ ...right, aad: AAD.slice(1) }));
  assert(!pages.gcmOpen({ ...right, nonce: numbers(12) }));
  assert(!pages.gcmOpen({ ...right, from: sealed.slice(0, 9) }));
  assert(pages.gcmOpen(right));
});

Deno.test("AES is that of node:crypto", () => {
  using core = loadCore();
  const pages = core.pages();
  const plain = numbers(333);
  for (const keyLength of KEY_LENGTHS) {
    const key = numbers(keyLength);
    const counter = numbers(16, 200);
    const to = new Uint8Array(333);
    pages.ctr({ key, counter, from: plain, to });
    const twin = createCipheriv(`aes-${keyLength * 8}-ctr`, key, counter);
    assertEquals(Array.from(to), [...twin.update(plain), ...twin.final()]);
    pages.ctr({ key, counter, from: to.slice(), to });
    assertEquals(to, plain);
  }
  for (const keyLength of [16, 32] as const) {
    const key = numbers(keyLength);
    const name = keyLength === 16 ? "aes-128-gcm" : "aes-256-gcm";
    const twin = createCipheriv(name, key, NONCE);
    twin.setAAD(AAD);
    const theirs = [...twin.update(plain), ...twin.final()];
    const sealed = new Uint8Array(349);
    pages.gcmSeal({ key, nonce: NONCE, aad: AAD, from: plain, to: sealed });
    assertEquals(Array.from(sealed), [...theirs, ...twin.getAuthTag()]);
  }
});

Deno.test("a key of 15 bytes and a short target are refused", () => {
  using core = loadCore();
  const pages = core.pages();
  const request = { nonce: NONCE, aad: AAD, from: numbers(5) };
  assertThrows(
    () => pages.gcmSeal({ ...request, key: numbers(15), to: numbers(21) }),
    CoreError,
    "a key of 15 bytes",
  );
  assertThrows(
    () => pages.gcmSeal({ ...request, key: numbers(16), to: numbers(20) }),
    CoreError,
    "BOUND",
  );
});

Deno.test("nodeCipherCalls() makes what the core makes, and opens it", () => {
  using core = loadCore();
  const pages = core.pages();
  const library = new Library(Deno.dlopen(core.path, SYMBOLS));
  try {
    const node = nodeCipherCalls(library);
    const made = { nonce: NONCE, aad: AAD, key: numbers(32) };
    const [ours, theirs] = [new Uint8Array(66), new Uint8Array(66)];
    pages.gcmSeal({ ...made, from: numbers(50), to: ours });
    node.gcmSeal({ ...made, from: numbers(50), to: theirs });
    assertEquals(theirs, ours);
    const to = new Uint8Array(50);
    assert(node.gcmOpen({ ...made, from: ours, to }));
    assertEquals(to, numbers(50));
    assert(!node.gcmOpen({ ...made, from: ours.slice(0, 3), to }));
    const passage = { key: numbers(24), counter: numbers(16) };
    const [here, there] = [new Uint8Array(50), new Uint8Array(50)];
    pages.ctr({ ...passage, from: to, to: here });
    node.ctr({ ...passage, from: to, to: there });
    assertEquals(there, here);
  } finally {
    library.close();
  }
});
