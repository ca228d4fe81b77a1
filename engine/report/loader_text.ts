/** A load of training data as text, beside the tables of its lanes. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import type { LoaderJudgement } from "./loader_judgement.ts";
import { wrapText } from "./table.ts";

/** Epochs that are written out; all are in the JSON. */
const EPOCHS_SHOWN = 5;

/** Lines of one step; `width` as everywhere. */
export function loaderLines(judged: LoaderJudgement, width: number): string[] {
  const { epochs } = judged;
  const more = epochs.length - EPOCHS_SHOWN;
  const lines = [
    loaderFacts(judged),
    ...epochs.slice(0, EPOCHS_SHOWN).map(epochText),
    ...(more > 0
      ? [`and ${formatCount(more)} more epochs in the JSON report`]
      : []),
    ...accelerators(judged),
    ...prefetchText(judged),
    ...cacheText(judged),
  ];
  return lines.flatMap((line, index) =>
    wrapText(line, { head: index === 0 ? `${judged.step}  ` : "  ", width })
  );
}

/** What was done with how much of what, by whom, in one line. */
export function loaderFacts(judged: LoaderJudgement): string {
  const { client, compression, done, op, samples, trouble } = judged;
  const noun = op === "write" || op === "read" ? "samples" : "shards";
  const verbs = {
    write: "written",
    read: "delivered and verified",
    save: "saved",
    restore: "restored and verified",
  };
  const of = op === "read" ? "" : ` of ${formatCount(samples)}`;
  const ratio = compression === null || judged.codec === "none"
    ? ""
    : `, ${judged.codec} ${times(compression)}`;
  const wrong = Object.entries(trouble).filter(([, count]) => count > 0)
    .map(([name, count]) => `, ${formatCount(count)} ${name}`).join("");
  const open = judged.unacknowledged === 0
    ? ""
    : `, ${formatCount(judged.unacknowledged)} never acknowledged`;
  return `${formatCount(done)}${of} ${noun} ${verbs[op]} (${judged.format}, ` +
    `${judged.content}${ratio}) by ${client}${wrong}${open}`;
}

function epochText(
  epoch: LoaderJudgement["epochs"][number],
  index: number,
): string {
  const { delivered, dropped, hits, misses, skipped } = epoch;
  const asked = hits + misses;
  const rate = epoch.samplesPerSecond === null
    ? ""
    : `, ${formatCount(Math.round(epoch.samplesPerSecond))} samples/s`;
  return `epoch ${index + 1}: ${formatCount(delivered)} each once in ` +
    duration(epoch.durationNs) + rate +
    (asked === 0 ? "" : `, ${percent(hits / asked)} from the cache`) +
    (epoch.utilisation === null
      ? ""
      : `, accelerators ${percent(epoch.utilisation)} busy`) +
    (skipped === 0 ? "" : `, ${formatCount(skipped)} skipped`) +
    (dropped === 0 ? "" : `, ${formatCount(dropped)} left out`);
}

function accelerators(judged: LoaderJudgement): string[] {
  const { computeNs, utilisation, workers } = judged;
  if (utilisation === null || computeNs === 0) return [];
  return [
    `accelerator utilisation ${percent(utilisation)}: ` +
    `${formatCount(workers)} of them, ${duration(computeNs)} a batch, the ` +
    "first batch of each left out (MLPerf Storage)",
  ];
}

function prefetchText({ prefetch }: LoaderJudgement): string[] {
  if (prefetch === null) return [];
  const { aheadPeak, depth, dropped, hits, lates } = prefetch;
  return [
    `fetched ahead: ${formatCount(hits)} in time, ${
      formatCount(lates)
    } late, ` +
    `at most ${formatCount(aheadPeak)} of ${formatCount(depth)} at once` +
    (dropped === 0 ? "" : `, ${formatCount(dropped)} never asked for`),
  ];
}

function cacheText(judged: LoaderJudgement): string[] {
  const { cache, hits, hitRate, memoryOverhead } = judged;
  if (cache === null) return [];
  const rate = hitRate === null
    ? ""
    : `, ${percent(hitRate)} hits behind the first epoch`;
  const took = hits === null
    ? ""
    : `, a hit p50 ${duration(hits.p50Ns)}, p99 ${duration(hits.p99Ns)}`;
  const codec = cache.codec === "none"
    ? ""
    : `, ${cache.codec} ${
      cache.compression === null ? "of nothing" : times(cache.compression)
    }, ${formatCount(cache.incompressible)} kept as they are`;
  const lost = [
    ["evicted", cache.evictions],
    ["expired", cache.expirations],
    ["too large", cache.tooLarge],
  ] as const;
  const counts = lost.map(([name, count]) => `${formatCount(count)} ${name}`);
  const grown = memoryOverhead === null
    ? ""
    : `; memory grew ${percent(memoryOverhead)} beyond the limit`;
  return [
    `cache: ${formatBytes(cache.peakBytes)} of ` +
    `${formatBytes(cache.limitBytes)} at most${rate}${took}${codec}; ` +
    counts.join(", ") + grown,
  ];
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** To a microsecond: more digits say nothing of a sample. */
function duration(ns: number): string {
  return formatDuration(Math.max(1, Math.round(ns / 1000)) * 1000);
}
