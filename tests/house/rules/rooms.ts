/**
 * Who may import whom: rooms by the flow of the house, stages only to their
 * left, types only from the engine to the backends, doors between rooms.
 * Edges in, breaches out.
 */
import type { Breach } from "../breach.ts";
import type { ImportEdge } from "./imports.ts";

const FLOW: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["cmd"],
  // The version of the tool stands in deno.json, once.
  cmd: ["cmd", "engine", "backends", "ffi", "deno.json"],
  engine: ["engine", "backends"],
  backends: ["backends", "ffi"],
  ffi: ["ffi"],
  bench: ["bench", "cmd", "engine", "backends", "ffi"],
  tests: ["main.ts", "cmd", "engine", "backends", "ffi", "bench", "tests"],
};

/** In the order of work: each may import the ones before it. */
const STAGES = ["profile", "plan", "workers", "recorder", "report"];

/**
 * Beside the stages, which use them: of a stage they know only the profile, or
 * they would stand in a circle with the one that uses them.
 */
const BESIDE = ["cases", "workloads", "proof"];

/** Below all of them: pure, and without an import of its own. */
const BELOW = ["history"];

/** Packages a room may load. `node:` stands for every built-in of Node. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "main.ts": [],
  cmd: ["@std/cli/parse-args", "node:"],
  engine: ["@std/yaml", "hdr-histogram-js", "uplot", "apache-arrow"],
  backends: [
    "@std/yaml",
    "node:",
    "postgres",
    "@aws-sdk/",
    "@azure/",
    "@smithy/",
  ],
  ffi: ["node:"],
  bench: [
    "@std/cli/parse-args",
    "@std/yaml",
    "hdr-histogram-js",
    "apache-arrow",
    "hyparquet",
    "node:",
  ],
  tests: [
    "@std/",
    "hdr-histogram-js",
    "apache-arrow",
    "hyparquet",
    "node:",
    "npm:ajv",
    "protobufjs",
    "@seriousme/",
    "npm:pako",
    "@aws-sdk/",
    "@azure/",
  ],
};

type Rule = (edge: ImportEdge) => string | undefined;

const RULES: readonly Rule[] = [
  againstFlow,
  typesOnly,
  besideDoor,
  againstStages,
  foreignPackage,
];

/** Checks every edge; the first wall it breaks is the one reported. */
export function checkRooms(edges: readonly ImportEdge[]): Breach[] {
  return edges.flatMap((edge) => {
    const reason = RULES.map((rule) => rule(edge))
      .find((said) => said !== undefined);
    return reason === undefined
      ? []
      : [{ path: edge.from, line: edge.line, rule: "rooms", reason }];
  });
}

function roomOf(path: string): string {
  return path.split("/")[0] ?? path;
}

function againstFlow({ from, to, isRelative }: ImportEdge) {
  if (!isRelative) return;
  const [room, other] = [roomOf(from), roomOf(to)];
  const allowed = FLOW[room];
  if (allowed === undefined) return `"${room}" is no room of the house`;
  if (allowed.includes(other)) return;
  return `${room} may not import ${other}`;
}

function typesOnly({ from, to, isRelative, isTypeOnly }: ImportEdge) {
  const isCrossing = isRelative && roomOf(from) === "engine" &&
    roomOf(to) === "backends";
  if (isCrossing && !isTypeOnly) {
    return `engine may import only types from backends: write "import type"`;
  }
}

function besideDoor({ from, to, isRelative }: ImportEdge) {
  if (!isRelative || roomOf(from) === "tests") return;
  const other = roomOf(to);
  if (roomOf(from) === other) return;
  // A room has rooms inside it, each with its door: conformance, say.
  if (to.startsWith(`${other}/`) && !to.endsWith("/mod.ts")) {
    return `"${to}" is inside another room: enter by its mod.ts`;
  }
}

function againstStages({ from, to, isRelative, isTypeOnly }: ImportEdge) {
  if (!isRelative || roomOf(from) !== "engine" || roomOf(to) !== "engine") {
    return;
  }
  const [, here = "", deeper] = from.split("/");
  const [, there = ""] = to.split("/");
  if (deeper === undefined || here === there) return;
  if (!to.endsWith("/mod.ts")) {
    return `"${to}" is inside another stage: enter by its mod.ts`;
  }
  if (there === "mod.ts") {
    return "a stage may not import the engine's own door";
  }
  if (BELOW.includes(here)) {
    return `${here} may import nothing of the engine, and not ${there}`;
  }
  if (BELOW.includes(there)) return;
  if (BESIDE.includes(here)) {
    return there === "profile" || BESIDE.includes(there)
      ? undefined
      : `${here} may import only the profile stage, not ${there}`;
  }
  if (BESIDE.includes(there)) {
    return here === "plan" || here === "workers" || isTypeOnly
      ? undefined
      : `only plan and workers use ${there}`;
  }
  if (STAGES.indexOf(there) > STAGES.indexOf(here)) {
    return `engine/${here} may not import engine/${there}: it is to its right`;
  }
}

function foreignPackage({ from, to, isRelative, isTypeOnly }: ImportEdge) {
  if (isRelative || isTypeOnly) return;
  if (to === "(computed)") {
    return "an import() of a computed name hides what is loaded";
  }
  const room = roomOf(from);
  const allowed = PACKAGES[room] ?? [];
  if (!allowed.some((name) => to.startsWith(name))) {
    return `${room} may not load the package "${to}"`;
  }
}
