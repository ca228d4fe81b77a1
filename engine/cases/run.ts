/**
 * Runs cases over one target, one after another, each with a time-out, and
 * emits one sample for each, also for those that cannot run.
 *
 * Design: a case that does not come back cannot be taken back either, so it
 * still holds the storage. The cases after it are skipped: judged beside it,
 * they would be blamed for what it does.
 */
import type { Backend } from "../../backends/mod.ts";
import { BODY_CASES } from "./body_cases.ts";
import type { Case, CaseEnded, CaseEnv, CaseOutcome } from "./case.ts";
import { caseFailure } from "./case_failure.ts";
import type { Catalogue } from "./catalogue.ts";
import {
  judgeAllPowerCuts,
  judgePowerCuts,
  type PowerCuts,
} from "./power_cuts.ts";
import { caseSeed } from "./seeded_bytes.ts";

/**
 * Many times what 160 MiB through the slowest case take on a disk; halved, a
 * busy disk would fail, doubled, a hung one would be told too late.
 */
export const CASE_TIMEOUT_NS = 120e9;

/** A monotonic clock, and a way to wait by it. */
export interface CaseClock {
  nowNs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
}

/** What cases are handed of the world beside the target. */
export interface CasePorts {
  readonly clock: CaseClock;
  /** Runs one case of the conformance suite. */
  conform(id: string, seed: number): Promise<CaseOutcome>;
  readonly md5: CaseEnv["md5"];
  readonly sha256: CaseEnv["sha256"];
  readonly copies: CaseEnv["copies"];
  readonly loader: CaseEnv["loader"];
  readonly table: CaseEnv["table"];
  readonly cluster?: CaseEnv["cluster"];
  readonly uriReaders: CaseEnv["uriReaders"];
  readonly schemes: CaseEnv["schemes"];
  readonly brokenStore: CaseEnv["brokenStore"];
  readonly missingStore: CaseEnv["missingStore"];
  /** Remembers what it found of a subject. */
  readonly powerCuts: PowerCuts;
  /** The command that runs one case again, to be pasted. */
  again(id: string, url: string): string;
}

export interface RunCasesOptions {
  readonly catalogue: Catalogue;
  /** Ids; each must be in the catalogue. */
  readonly selected: readonly string[];
  readonly step: string;
  readonly target: {
    readonly name: string;
    readonly url: string;
    readonly backend: Backend;
  };
  /** Any text; repeats every byte. */
  readonly seed: string;
  readonly ports: CasePorts;
  readonly timeoutNs?: number;
  /** Slow cases run as well. */
  readonly withSlow?: boolean;
  /** Before the next case nothing more is begun. */
  readonly signal: AbortSignal;
  /** Leaves the running case behind. */
  readonly hardSignal?: AbortSignal;
  emit(sample: CaseEnded): void;
}

export interface CasesEnd {
  /** A case was left behind and may still use the target. */
  readonly isAbandoned: boolean;
}

/** Rejects only when this program is wrong. */
export async function runCases(options: RunCasesOptions): Promise<CasesEnd> {
  const { catalogue, ports, step, target } = options;
  let left: string | null = null;
  for (const id of options.selected) {
    const startNs = ports.clock.nowNs();
    const each = catalogue.find(id);
    const why = reasonToSkip(each, target.url) ??
      reasonOfSlowness(each, options) ?? reasonToStop(left, options);
    const ended = why === null
      ? await runWithin(each, options)
      : { outcome: skipped(why), isLeft: false };
    if (ended.isLeft) left = id;
    options.emit({
      type: "case-ended",
      target: target.name,
      step,
      id,
      verdict: ended.outcome.verdict,
      reason: withCommand(ended.outcome, ports.again(id, target.url)),
      durationNs: ports.clock.nowNs() - startNs,
    });
  }
  return { isAbandoned: left !== null };
}

function reasonToStop(
  left: string | null,
  { signal }: RunCasesOptions,
): string | null {
  if (left !== null) {
    return `Case ${left} did not end and may still hold the target`;
  }
  return signal.aborted ? "The run was stopped before" : null;
}

/** Why a case cannot run on a target of that URL, or `null`. */
export function reasonToSkip({ way }: Case, url: string): string | null {
  if (way.kind === "absent") return way.reason;
  const scheme = schemeOf(url);
  if (way.kind === "conformance" || way.schemes.includes(scheme)) return null;
  const schemes = way.schemes.map((one) => `${one}:`).join(" and ");
  return `It is for ${schemes} targets, and this one is ${scheme}:`;
}

function reasonOfSlowness(
  { isSlow }: Case,
  { withSlow = false }: RunCasesOptions,
): string | null {
  return isSlow && !withSlow
    ? "It is slow, and moves gigabytes: add --include slow"
    : null;
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(":"));
}

function skipped(reason: string): CaseOutcome {
  return { verdict: "skipped", reason };
}

interface Ended {
  readonly outcome: CaseOutcome;
  readonly isLeft: boolean;
}

async function runWithin(each: Case, options: RunCasesOptions): Promise<Ended> {
  const { clock } = options.ports;
  const timeoutNs = options.timeoutNs ?? each.timeoutNs ?? CASE_TIMEOUT_NS;
  const ended = new AbortController();
  const hard = options.hardSignal ?? ended.signal;
  const body = runOne(each, options)
    .then((outcome): Ended => ({ outcome, isLeft: false }))
    .finally(() => ended.abort());
  const left = clock
    .sleepMs(timeoutNs / 1e6, AbortSignal.any([ended.signal, hard]))
    .then((): Promise<Ended> | Ended => {
      if (ended.signal.aborted) return body;
      const reason = hard.aborted
        ? "It was stopped before it ended"
        : `It did not end within ${timeoutNs / 1e9} s`;
      // Nobody waits for it any more: how it fails later is no bug.
      body.catch(() => {});
      return { outcome: { verdict: "failed", reason }, isLeft: true };
    });
  return await Promise.race([body, left]);
}

async function runOne(
  { id, way }: Case,
  { ports, seed, target }: RunCasesOptions,
): Promise<CaseOutcome> {
  const number = caseSeed(seed);
  try {
    if (way.kind === "conformance") return await ports.conform(id, number);
    if (way.kind === "power-cuts") {
      return await judgePowerCuts(way, ports.powerCuts);
    }
    if (way.kind === "power-cuts-total") {
      return await judgeAllPowerCuts(way, ports.powerCuts);
    }
    const built = BODY_CASES.find((one) => one.id === id);
    if (built === undefined) throw new TypeError(`Case "${id}" has no body`);
    const { capabilities } = target.backend;
    const lacking = built.needs.filter((one) => !capabilities.has(one));
    if (lacking.length > 0) {
      const reason = `It lacks ${lacking.join(", ")}`;
      return { verdict: "not claimed", reason };
    }
    const reason = await built.body({
      backend: target.backend,
      scheme: schemeOf(target.url),
      seed: number,
      prefix: casePrefix(id, number),
      md5: ports.md5,
      sha256: ports.sha256,
      copies: ports.copies,
      loader: ports.loader,
      table: ports.table,
      ...(ports.cluster !== undefined && { cluster: ports.cluster }),
      uriReaders: ports.uriReaders,
      schemes: ports.schemes,
      brokenStore: ports.brokenStore,
      missingStore: ports.missingStore,
    });
    return { verdict: "held", reason };
  } catch (error) {
    return caseFailure(error);
  }
}

/** Below which a case with a body here puts its keys. */
export function casePrefix(id: string, seed: number): string {
  return `case-${seed}-${id}/`;
}

/** A breach comes with the command that shows it again. */
function withCommand({ verdict, reason }: CaseOutcome, again: string): string {
  return verdict === "broken" ? `${reason}; again with: ${again}` : reason;
}
