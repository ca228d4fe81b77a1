/**
 * How busy an emulated accelerator was: the accelerator utilisation (AU) of
 * MLPerf Storage. Goes in: when steps loaded and computed; comes out: the share
 * of time in which it computed, and what that is over workers and epochs.
 *
 * Design. As `statscounter.py` of DLIO has it, which decides there: compute of
 * the steps that count, over the time of the epoch less the whole of the steps
 * that do not; then the mean over workers, then over epochs. Samples a second
 * are ours: DLIO takes off two steps there, whichever are excluded.
 */

/** One batch: waited for, then computed on. */
export interface LoaderStep {
  readonly loadNs: number;
  readonly computeNs: number;
  readonly samples: number;
}

export interface WorkerEpoch {
  readonly steps: readonly LoaderStep[];
  /** From before the first load to behind the last compute. */
  readonly elapsedNs: number;
}

/** Which steps do not count: MLPerf excludes the first one and no last. */
export interface ExcludedSteps {
  readonly first: number;
  readonly last: number;
}

/** What the rules of MLPerf Storage exclude: the pipeline fills up. */
export const MLPERF_EXCLUDED: ExcludedSteps = { first: 1, last: 0 };

/** What the rules of MLPerf Storage ask of an AU, as a share. */
export const MLPERF_AU_MIN = {
  unet3d: 0.9,
  resnet50: 0.9,
  cosmoflow: 0.7,
} as const;

export interface AcceleratorUse {
  /** 0 to 1; `null`: no step counted, or none took time. */
  readonly utilisation: number | null;
  readonly stepsCount: number;
  readonly excludedCount: number;
  readonly computeNs: number;
  /** What `computeNs` is held against. */
  readonly elapsedNs: number;
  readonly samplesPerSecond: number | null;
}

/** Of one worker in one epoch. */
export function acceleratorUse(
  { steps, elapsedNs }: WorkerEpoch,
  excluded: ExcludedSteps = MLPERF_EXCLUDED,
): AcceleratorUse {
  const end = Math.max(excluded.first, steps.length - excluded.last);
  const counted = steps.slice(excluded.first, end);
  const others = [...steps.slice(0, excluded.first), ...steps.slice(end)];
  const computeNs = sum(counted, (step) => step.computeNs);
  const leftNs = elapsedNs -
    sum(others, (step) => step.loadNs + step.computeNs);
  const hasTime = counted.length > 0 && leftNs > 0;
  return {
    utilisation: hasTime ? computeNs / leftNs : null,
    stepsCount: counted.length,
    excludedCount: others.length,
    computeNs,
    elapsedNs: leftNs,
    samplesPerSecond: hasTime
      ? sum(counted, (step) => step.samples) * 1e9 / leftNs
      : null,
  };
}

/**
 * Epochs, each with its workers: the mean over the workers of an epoch, then
 * over the epochs. `null` if any of them has none, so that a worker without
 * work is not taken for a busy or an idle one.
 */
export function meanUtilisation(
  epochs: readonly (readonly AcceleratorUse[])[],
): number | null {
  const means = epochs.map((workers) =>
    mean(workers.map((worker) => worker.utilisation))
  );
  return mean(means);
}

function mean(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return values.length === 0 ? null : total / values.length;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
