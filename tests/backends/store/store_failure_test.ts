import { assert, assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import {
  statusWords,
  storeFailure,
  wordStore,
} from "../../../backends/store/store_failure.ts";
import { STATUSES } from "../../../ffi/status.ts";
import { FakeCoreError } from "../_disk_core.ts";

const ATTEMPT = { action: 'open "s3://b/p"', operation: "open" };

function kindOf(statusName: string) {
  return storeFailure(ATTEMPT, new FakeCoreError(-1, statusName)).kind;
}

Deno.test("storeFailure() gives each status of HTTP a kind of its own meaning", () => {
  const kinds = Object.keys(STATUSES)
    .filter((name) => name.startsWith("HTTP_"))
    .map((name) => [name.slice(5), kindOf(name)]);
  assertEquals(Object.fromEntries(kinds), {
    REFUSED: "Unavailable",
    RESOLVE: "Unavailable",
    RESET: "Unavailable",
    TIMEOUT: "TimedOut",
    TLS: "PermissionDenied",
    TRUNCATED: "Unavailable",
    BROKEN: "Unexpected",
    DENIED: "PermissionDenied",
    NOT_FOUND: "NotFound",
    CONFLICT: "Busy",
    PRECONDITION: "PreconditionFailed",
    RANGE: "RangeNotSatisfiable",
    THROTTLED: "RateLimited",
    SERVER: "Unavailable",
    REDIRECT: "Unsupported",
    REQUEST: "Unexpected",
    ERROR_BODY: "Unavailable",
  });
});

Deno.test("storeFailure() tells what may pass by itself from what will not", () => {
  const isTransient = (name: string) =>
    storeFailure(ATTEMPT, new FakeCoreError(-1, name)).transient;
  assert(isTransient("HTTP_THROTTLED"));
  assert(isTransient("HTTP_SERVER"));
  assert(!isTransient("HTTP_DENIED"));
  assert(!isTransient("HTTP_TLS"));
});

Deno.test("storeFailure() names the way out where libcurl is missing", () => {
  const error = storeFailure(ATTEMPT, new FakeCoreError(-1014, "NO_CURL"));
  assertEquals(error.kind, "Unsupported");
  assertEquals(
    error.message,
    'Cannot open "s3://b/p": libcurl is not on this host, or is too old: ' +
      "install libcurl4, or set client: sdk for this target",
  );
});

Deno.test("storeFailure() passes a StorageError on and words anything else", () => {
  const known = new StorageError("Cannot x", {
    kind: "NotFound",
    operation: "x",
  });
  assertEquals(storeFailure(ATTEMPT, known), known);
  const other = storeFailure(ATTEMPT, new TypeError("no such thing"));
  assertEquals(other.message, 'Cannot open "s3://b/p": no such thing');
  assertEquals(other.kind, "Unexpected");
  assertEquals(kindOf("ENOTTY"), "Unexpected");
});

Deno.test("statusWords() says no name of ours, and those of the system", () => {
  for (const [name, [, text]] of Object.entries(STATUSES)) {
    const words = statusWords(name, text);
    assert(!words.includes(name) && words.length > 10, words);
    assert(!/[.]$|^[A-Z][a-z]/.test(words), words);
  }
  assertEquals(
    statusWords("HTTP_REFUSED", "x"),
    "nothing listens there, or there is no route: look at the endpoint",
  );
  assertEquals(statusWords("NO_URING", "no ring"), "no ring");
  assertEquals(
    statusWords("ENOSPC", "No space left on device"),
    "ENOSPC (No space left on device)",
  );
});

Deno.test("wordStore() returns what the body returns, and words its failure", () => {
  assertEquals(wordStore(ATTEMPT, () => 5), 5);
  assertThrows(
    () =>
      wordStore(ATTEMPT, () => {
        throw new FakeCoreError(-1006, "ORACLE");
      }),
    StorageError,
    "the oracle file is damaged",
  );
});
