/** Texts of profiles that load objects: right in all but what a test sets. */

type Keys = Readonly<Record<string, string>>;

/** One object step, and `objects:`; both can be replaced or added to. */
export function oneObjectStep(step: Keys = {}, objects: Keys = {}): string {
  const own = lines({ name: "mixed", load: "object", op: "get", ...step }, 4);
  const all = lines({ keys: "1000", sizes: "64KiB", ...objects }, 2);
  return `name: p\nobjects:\n${all}steps:\n  -${own.slice(3)}`;
}

function lines(keys: Keys, indent: number): string {
  return Object.entries(keys)
    .map(([key, value]) => `${" ".repeat(indent)}${key}: ${value}\n`).join("");
}
