/**
 * Reads faults of the network as people write them,
 * `KIND[:after=N][:every=M][:count=K][:seed=S][:arg=X]`, with commas as well as
 * colons behind the kind. Finds every mistake at once. Pure.
 */
import { didYouMean } from "../nearest.ts";
import { NET_FAULT_KINDS, type NetFaultKind } from "./net_fault_kinds.ts";

/** A fault that can be carried out. */
export interface NetFault {
  readonly kind: NetFaultKind;
  /** As the core reads it. */
  readonly text: string;
}

/** The person asked for faults that cannot be; each mistake is one sentence. */
export class NetFaultError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join("\n"));
    this.name = "NetFaultError";
    this.mistakes = mistakes;
  }
}

/** Faults of one way; the core takes no more. */
const FAULTS_MAX = 32;
const KEYS = ["after", "every", "count", "seed", "arg"];
const NUMBER_MAX = 2n ** 64n - 1n;

/**
 * @example Usage
 * ```ts
 * import { readNetFaults } from "./read_net_faults.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [fault] = readNetFaults(["reset:after=100,every=50"]);
 * assertEquals(fault?.text, "reset:after=100:every=50");
 * ```
 */
export function readNetFaults(texts: readonly string[]): NetFault[] {
  const mistakes: string[] = [];
  const faults = texts.flatMap((text) => readOne(text, mistakes));
  if (texts.length > FAULTS_MAX) {
    mistakes.push(
      `Cannot use ${texts.length} faults of the network at once: there can be ` +
        `${FAULTS_MAX}`,
    );
  }
  if (mistakes.length > 0) throw new NetFaultError(mistakes);
  return faults;
}

function readOne(text: string, mistakes: string[]): NetFault[] {
  const [name = "", ...parts] = text.split(/[:,]/);
  const kind = NET_FAULT_KINDS.find((one) => one.name === name);
  if (kind === undefined) {
    const names = NET_FAULT_KINDS.map((one) => one.name);
    mistakes.push(
      `Cannot break the network by "${text}": there is no "${name}"` +
        `${didYouMean(name, names)}; there are ${names.join(", ")}`,
    );
    return [];
  }
  const reasons = partMistakes(parts);
  for (const reason of reasons) {
    mistakes.push(`Cannot break the network by "${text}": ${reason}`);
  }
  return reasons.length > 0 ? [] : [{ kind, text: [name, ...parts].join(":") }];
}

function partMistakes(parts: readonly string[]): string[] {
  const mistakes: string[] = [];
  const seen = new Set<string>();
  for (const part of parts) {
    const [key = "", value] = part.split("=");
    if (!KEYS.includes(key)) {
      mistakes.push(
        `"${part}" means nothing${
          didYouMean(key, KEYS)
        }: behind the kind come ` +
          "after=N, every=M, count=K, seed=S and arg=X",
      );
    } else if (seen.has(key)) {
      mistakes.push(`"${key}" is given twice`);
    } else if (!isWhole(value)) {
      mistakes.push(`"${part}" needs a whole number`);
    } else if (value !== undefined && isNever(key, value)) {
      mistakes.push(`"${part}" would never happen: it is at least 1`);
    }
    seen.add(key);
  }
  return mistakes;
}

/** A fault that cannot fire would pass for one that was survived. */
function isNever(key: string, value: string): boolean {
  return (key === "every" || key === "count") && BigInt(value) === 0n;
}

function isWhole(value: string | undefined): boolean {
  return value !== undefined && /^\d{1,20}$/.test(value) &&
    BigInt(value) <= NUMBER_MAX;
}
