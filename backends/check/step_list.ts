/** Collects the steps of a check: after the first failure nothing is tried. */
import { StorageError } from "../errors.ts";
import { TargetsError } from "../targets/targets_error.ts";
import type { CheckStep, CheckStepName } from "./check_step.ts";

/** What is said of a step that comes after the one that failed. */
export const NOT_TRIED = "not tried: a step before it failed";

/** Steps so far; after the first failure the others are skipped. */
export class StepList {
  readonly done: CheckStep[] = [];

  get hasFailed(): boolean {
    return this.done.some(({ state }) => state === "failed");
  }

  pass(step: CheckStepName, text: string): void {
    this.done.push({ step, state: "passed", text });
  }
  fail(step: CheckStepName, text: string): void {
    this.done.push({ step, state: "failed", text });
  }
  skip(step: CheckStepName, text: string): void {
    this.done.push({ step, state: "skipped", text });
  }

  /** `true` when it passed; `despite` tries it also after a failure. */
  async attempt(
    step: CheckStepName,
    body: () => Promise<string>,
    { despite = false }: { readonly despite?: boolean } = {},
  ): Promise<boolean> {
    if (this.hasFailed && !despite) {
      this.skip(step, NOT_TRIED);
      return false;
    }
    const text = await this.caught(step, body);
    if (text !== undefined) this.pass(step, text);
    return text !== undefined;
  }

  /** What `body` gives; `undefined` when it failed, which is noted. */
  async caught<T>(
    step: CheckStepName,
    body: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await body();
    } catch (error) {
      const isOurs = error instanceof StorageError ||
        error instanceof TargetsError;
      if (!isOurs) throw error;
      this.fail(step, error.message.replaceAll("\n", "; "));
      return undefined;
    }
  }
}
