/** Cases of hostile keys: each is an object of its own and stays inside. */
import type { Backend } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { keyBytes } from "../key.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import { absent, refused, sameBytes, sameTexts } from "./promise.ts";

/** To who resolves paths these lie outside of the root, or are it. */
const CLIMBING = ["..", ".", "../x", "../../x", "a/../../x"];
const BYTES_MAX = 1024;
/** Without a prefix, because it is how they begin that is hostile. */
const PATHS = [
  ...["/abs", "/", "//", "a//b", "a/", "a/../b"],
  ...["a/./b", "./a", ".hidden", "~", "-rf", "%2e%2e", "a%2Fb", "C:\\x", "\\"],
];
const CHARACTERS = [
  ...[" ", " a ", "a b", "a\tb", "a\nb", "a\r\nb", "a\0b", "\x01\x1f\x7f"],
  ...["%", "%%", "%zz", "a+b", "a&b=c", "a?b", "a#b", "*", "'\"`$(x)", "<>|:"],
];

export const KEY_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.keys.paths",
    ["write", "read"],
    (backend, env) => roundTrip(backend, env, PATHS),
  ),
  promiseCase(
    "object.keys.climbing",
    ["write", "read"],
    async (backend, env) => {
      const taken: string[] = [];
      for (const [salt, key] of CLIMBING.entries()) {
        if (await isTaken(backend, key, env.bytes(64, salt))) taken.push(key);
      }
      for (const key of taken) {
        sameBytes(
          await backend.get(key),
          env.bytes(64, CLIMBING.indexOf(key)),
          `The object of key "${key}"`,
        );
      }
    },
  ),
  promiseCase(
    "object.keys.characters",
    ["write", "read"],
    (backend, env) =>
      roundTrip(backend, env, CHARACTERS.map((name) => env.prefix + name)),
  ),
  promiseCase("object.keys.listed", ["list", "write"], async (backend, env) => {
    const keys = [...PATHS.slice(3), ...CHARACTERS]
      .map((name) => env.prefix + name)
      .sort((a, b) => keyBytes(a) < keyBytes(b) ? -1 : 1);
    for (const key of keys) await backend.put(key, env.bytes(1, 0));
    const { objects } = await backend.list({ prefix: env.prefix });
    sameTexts(objects.map(({ key }) => key), keys, "The listing");
  }),
  promiseCase("object.keys.unicode", ["write", "read"], (backend, env) => {
    const names = [
      "\u00e9",
      "e\u0301",
      "\u212b",
      "\u00c5",
      "\u{1f600}",
      "\ufeff",
      "\u202e",
    ];
    return roundTrip(backend, env, names.map((name) => env.prefix + name));
  }),
  promiseCase(
    "object.keys.case",
    ["write", "read"],
    (backend, env) =>
      roundTrip(
        backend,
        env,
        ["key", "KEY", "Key"].map((name) => env.prefix + name),
      ),
  ),
  promiseCase("object.keys.long", ["write", "read"], (backend, env) => {
    const room = (backend.keyBytesMax ?? BYTES_MAX) - env.prefix.length;
    const fill = (tail: string, char: string) =>
      env.prefix + char.repeat(room - tail.length) + tail;
    return roundTrip(backend, env, [
      ...[fill("1", "x"), fill("2", "x"), fill("1", "%"), fill("/1", "x")],
      `${env.prefix}${"n".repeat(255)}`,
      `${env.prefix}${"n".repeat(256)}`,
    ]);
  }),
  promiseCase("object.keys.nested", ["write", "read"], (backend, env) => {
    const names = ["a", "a/", "a/b", "a/b/", "a/b/c", "a//"];
    return roundTrip(backend, env, names.map((name) => env.prefix + name));
  }),
  promiseCase(
    "object.keys.invalid",
    ["write", "read"],
    async (backend, env) => {
      const room = (backend.keyBytesMax ?? BYTES_MAX) - env.prefix.length;
      const long = env.prefix + "x".repeat(room + 1);
      for (const key of ["", long, `${env.prefix}\ud800`]) {
        await refused(
          "InvalidKey",
          () => backend.put(key, env.bytes(1, 0)),
          `Putting a key of ${key.length} characters that cannot be`,
        );
      }
      await absent(backend, long.slice(0, -1), "Getting the cut key");
    },
  ),
];

/** `false` when the key is refused as one, which is all that it may be. */
async function isTaken(
  backend: Backend,
  key: string,
  bytes: Uint8Array,
): Promise<boolean> {
  try {
    await backend.put(key, bytes);
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.kind === "InvalidKey") {
      return false;
    }
    throw error;
  }
}

/** Puts all, then reads all: two that share a place cannot both be right. */
async function roundTrip(
  backend: Backend,
  env: CaseEnv,
  keys: readonly string[],
): Promise<void> {
  for (const [salt, key] of keys.entries()) {
    await backend.put(key, env.bytes(64, salt));
  }
  for (const [salt, key] of keys.entries()) {
    sameBytes(
      await backend.get(key),
      env.bytes(64, salt),
      `The object of key ${JSON.stringify(key.slice(0, 60))}`,
    );
  }
}
