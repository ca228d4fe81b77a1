/**
 * A plan in words: everything a run would touch, write and delete. What
 * `stor-verify plan` prints. At most 80 columns, but for URLs and names.
 */
import { formatBytes, formatCount } from "../profile/mod.ts";
import type { PlannedSpace } from "../workloads/block/mod.ts";
import { DELETES_OWN, objectEntries, sized } from "./describe_objects.ts";
import { sampleEntries } from "./describe_loader.ts";
import { describeStep } from "./describe_step.ts";
import { wrapLine } from "./_wrap_line.ts";
import type { Plan, PlannedTarget } from "./plan.ts";

/** Lines without a trailing line break at the end of the last. */
export function describePlan(plan: Plan): string {
  const { profile, runId, seed } = plan;
  const lines = [
    `Plan of ${profile.name}: run ${runId}, seed ${seed}`,
    ...wrapLine(profile.description, { indent: "  ", hang: "  " }),
  ];
  for (const target of plan.targets) {
    lines.push("", ...describeTarget(target, runId));
  }
  const objectives = plan.objectives.map(({ text }) => text);
  lines.push(...bullets("Objectives", objectives));
  lines.push(...bullets("Doubts", plan.doubts));
  return lines.join("\n");
}

function bullets(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const wrapped = items.flatMap((item) =>
    wrapLine(item, { indent: "  - ", hang: "    " })
  );
  return ["", title, ...wrapped];
}

function describeTarget(target: PlannedTarget, runId: string): string[] {
  const { name, url, steps } = target;
  const title = name === url ? `Target ${url}` : `Target ${name}: ${url}`;
  const width = Math.max(...steps.map((step) => step.name.length));
  return [
    title,
    ...describePlace(target, runId),
    ...steps.flatMap((step, index) =>
      describeStep(step, { number: index + 1, nameWidth: width })
    ),
  ];
}

function describePlace(target: PlannedTarget, runId: string): string[] {
  const { space, objects, samples } = target;
  const lines = [
    ...(space === null ? [] : describeSpace(space, target, runId)),
    ...(objects === undefined
      ? []
      : objectEntries(objects, target, runId).flatMap(([key, text]) =>
        entry(key, text)
      )),
    ...(samples === undefined
      ? []
      : sampleEntries(samples, target, runId).flatMap(([key, text]) =>
        entry(key, text)
      )),
  ];
  return lines.length > 0 ? lines : [
    `  creates  what its ${makers(target)} put there, and takes it away again`,
  ];
}

/** Who puts keys that nobody else judges. */
function makers({ steps }: PlannedTarget): string {
  const kinds = new Set(steps.map(({ kind }) => kind));
  const names = ["cases", "consistency", "pipeline", "table"] as const;
  const words = {
    cases: "cases",
    consistency: "clients",
    pipeline: "copies",
    table: "tables",
  };
  const there = names.filter((name) => kinds.has(name));
  return there.length === 0
    ? "cases"
    : there.map((name) => words[name]).join(" and ");
}

function describeSpace(
  space: PlannedSpace,
  target: PlannedTarget,
  runId: string,
): string[] {
  return [
    ...entry("is", kindText(space)),
    ...entry("creates", creationText(space, runId)),
    ...entry("writes", writesText(space, target)),
    ...entry("deletes", deletionText(space)),
  ];
}

function entry(key: string, text: string): string[] {
  return wrapLine(text, {
    indent: `  ${key.padEnd(9)}`,
    hang: " ".repeat(11),
  });
}

function kindText(space: PlannedSpace): string {
  const { kind, direct, alignBytes } = space;
  if (kind === "memory") return "memory of this process";
  if (kind === "null") return "nothing: it measures this program itself";
  if (kind === "store") {
    return "a store, driven as offsets: objects of " +
      `${formatBytes(space.objectBytes ?? 0)}, overwritten whole`;
  }
  const what = kind === "device" ? "a block device" : "a folder";
  const how = direct
    ? `past the page cache (O_DIRECT), in multiples of ${alignBytes} bytes`
    : "through the page cache (buffered)";
  return `${what}, driven ${how}`;
}

function creationText(space: PlannedSpace, runId: string): string {
  const { files, fileBytes, kind } = space;
  const total = sized(files.length * fileBytes);
  if (kind === "null") return `nothing; ${total} are pretended`;
  if (kind === "memory") return `${total} of memory`;
  if (kind === "device") return `no file; it uses the first ${total}`;
  if (kind === "store") {
    const count = files.length * fileBytes / (space.objectBytes ?? fileBytes);
    return `${formatCount(count)} objects below ${files[0]?.name ?? ""} and ` +
      `on: ${total}; and a marker .stor-verify.json of run ${runId}`;
  }
  const [first, last] = [files[0]?.name ?? "", files.at(-1)?.name ?? ""];
  const names = files.length === 1
    ? `the file ${first}`
    : `${files.length} files ${first} to ${last}`;
  const each = files.length === 1
    ? total
    : `${sized(fileBytes)} each, ${formatBytes(files.length * fileBytes)} ` +
      "in all";
  return `${names}: ${each}; and a marker .stor-verify.json of run ${runId}`;
}

function writesText(space: PlannedSpace, { steps }: PlannedTarget): string {
  const timed = steps.filter((step) =>
    step.kind === "block" && step.bytes === null &&
    step.lanes.some(({ readPermille }) => readPermille < 1000)
  );
  const known = space.writesBytes > 0 ? sized(space.writesBytes) : null;
  const names = timed.map(({ name }) => name).join(", ");
  const more = timed.length === 0
    ? null
    : `what the timed steps can (${names})`;
  const parts = [known, more].filter((part) => part !== null);
  if (parts.length === 0) return "nothing";
  const erased = space.kind === "device" ? "; what is there is lost" : "";
  return `${parts.join(", and ")}, all inside that space${erased}`;
}

function deletionText({ kind }: PlannedSpace): string {
  if (kind === "device") {
    return "nothing: what was on the device is overwritten for good";
  }
  return kind === "directory" || kind === "store" ? DELETES_OWN : "nothing";
}
