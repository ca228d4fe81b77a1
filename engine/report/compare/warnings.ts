/** Why figures of some reports may differ for another reason than the storage. */
import type { Report } from "../report.ts";
import type { RunGroup } from "./comparison.ts";

const FACTS: readonly (readonly [string, (report: Report) => string])[] = [
  ["Tools", ({ tool }) => tool],
  ["Hosts", ({ machine }) => machine.host],
  ["Kernels", ({ machine }) => machine.kernel],
  ["Processors", ({ machine }) => `${machine.cpuCount} x ${machine.cpu}`],
  ["Memories", ({ machine }) => `${machine.memoryBytes} bytes`],
  ["Clocks", ({ machine }) => machine.clockSource],
  ["Profiles", ({ profile }) => profile],
  ["Seeds", ({ seed }) => seed],
  ["Faults", ({ faultsArmed }) => faultsArmed.map(asArmed).join(" ") || "none"],
];

/** Without how often it was reached, which differs from run to run. */
function asArmed(fault: string): string {
  return fault.replace(/ reached \d[^]*$/, "");
}

/** Runs in each group that a verdict needs: fewer cannot reach 95 %. */
export const RUNS_MIN = 4;

/** One sentence each, the gravest first. */
export function warningsOf(groups: readonly RunGroup[]): string[] {
  return [
    ...groups.flatMap(verdictWarnings),
    ...groups.flatMap(faultWarning),
    ...twiceWarnings(groups),
    ...FACTS.flatMap(([name, of]) => factWarning(groups, name, of)),
    ...planWarning(groups),
    ...groups.flatMap(clientWarning),
    ...runsWarning(groups),
  ];
}

function verdictWarnings({ name, reports }: RunGroup): string[] {
  return reports.filter(({ verdict }) =>
    verdict.outcome !== "pass" && verdict.outcome !== "objective missed"
  ).map(({ runId, verdict }) =>
    `Run ${runId} of ${name} did not pass (${verdict.outcome}): what is fast ` +
    "and wrong is not fast"
  );
}

/** Said also where all of them have the same, so that nothing differs. */
function faultWarning({ name, reports }: RunGroup): string[] {
  const armed = reports.filter(({ faultsArmed }) => faultsArmed.length > 0);
  const count = armed.length;
  return count === 0 ? [] : [
    `In ${count} of ${reports.length} runs of ${name} faults were armed: ` +
    "what they show is the tester, not the storage",
  ];
}

function twiceWarnings(groups: readonly RunGroup[]): string[] {
  const keys = groups.flatMap(({ reports, target = "" }) =>
    reports.map(({ runId }) => `${runId} ${target}`)
  );
  const twice = new Set(keys.filter((key, at) => keys.indexOf(key) !== at));
  return [...twice].map((key) =>
    `Run ${key.trim()} is given more than once: it counts as often`
  );
}

function factWarning(
  groups: readonly RunGroup[],
  name: string,
  of: (report: Report) => string,
): string[] {
  const told = groups.map((group) => ({
    name: group.name,
    facts: [...new Set(group.reports.map(of))],
  }));
  if (new Set(told.flatMap(({ facts }) => facts)).size < 2) return [];
  const each = told.map(({ name, facts }) =>
    `${name} has ${
      facts.slice(0, 3).map((fact) => JSON.stringify(fact)).join(" and ")
    }${facts.length > 3 ? ` and ${facts.length - 3} more` : ""}`
  );
  return [`${name} differ: ${each.join(", ")}`];
}

/** The first line by which plans differ says more than that they do. */
function planWarning(groups: readonly RunGroup[]): string[] {
  const plans = groups.flatMap(({ reports }) =>
    reports.map(({ planText }) => planText)
  );
  const [first] = plans;
  if (plans.some((plan) => plan === undefined)) {
    return first === undefined && plans.every((plan) => plan === undefined)
      ? [
        "Whether the plans are the same is not known: reports of earlier " +
        "versions do not hold them",
      ]
      : [
        "Whether the plans are the same is not known: some report does not " +
        "hold its plan",
      ];
  }
  // Targets that take turns are told in another order.
  const lines = plans.map((plan = []) =>
    new Set(plan.map((one) => one.trim()))
  );
  const lone = lines.flatMap((own) =>
    [...own].filter((line) => !lines.every((other) => other.has(line)))
  );
  const [one, another] = [...new Set(lone)];
  if (one === undefined) return [];
  return [
    `Plans differ, first in ${JSON.stringify(one)}` +
    (another === undefined ? "" : ` and ${JSON.stringify(another)}`),
  ];
}

function clientWarning({ name, reports }: RunGroup): string[] {
  const count = reports.filter(({ client }) => client.isLimiting).length;
  return count === 0 ? [] : [
    `In ${count} of ${reports.length} runs of ${name} the client was the ` +
    "limit: its speed is compared, not that of the storage",
  ];
}

function runsWarning(groups: readonly RunGroup[]): string[] {
  const few = groups.filter(({ reports }) => reports.length < RUNS_MIN);
  if (few.length === 0) return [];
  const counts = groups.map(({ name, reports }) => `${name} ${reports.length}`);
  const one = groups.every(({ reports }) => reports.length === 1)
    ? "One run each says nothing of how much runs differ by themselves: a " +
      "difference shown here may be gone in the next run. "
    : "";
  return [
    `${one}Too few runs for a verdict (${counts.join(", ")}): ` +
    `${RUNS_MIN} of each are the fewest that can show a difference at 95 %`,
  ];
}
