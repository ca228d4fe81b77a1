/** Cases of hostile keys: each is an object of its own and stays inside. */
import type { Backend } from "../contract.ts";
import { keyBytes } from "../key.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import { absent, refused, sameBytes, sameTexts } from "./promise.ts";

/** Without a prefix, because it is how they begin that is hostile. */
const PATHS = [
  ...["..", ".", "../x", "../../x", "/abs", "/", "//", "a//b", "a/", "a/../b"],
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
    "object.keys.characters",
    ["write", "read"],
    (backend, env) =>
      roundTrip(backend, env, CHARACTERS.map((name) => env.prefix + name)),
  ),
  promiseCase("object.keys.listed", ["list", "write"], async (backend, env) => {
    const keys = [...PATHS.slice(7), ...CHARACTERS]
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
    const fill = (tail: string, char: string) =>
      env.prefix + char.repeat(1024 - env.prefix.length - tail.length) + tail;
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
      const long = env.prefix + "x".repeat(1025 - env.prefix.length);
      for (const key of ["", long, `${env.prefix}\ud800`]) {
        await refused(
          "InvalidKey",
          () => backend.put(key, env.bytes(1, 0)),
          `Putting a key of ${key.length} characters that cannot be`,
        );
      }
      await absent(backend, long.slice(0, 1024), "Getting the cut key");
    },
  ),
];

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
