/**
 * Bodies of `loader.framework.*`: files that came from the target are read by a
 * framework of the host, which compares each element with what was written.
 */
import {
  ELEMENT_TYPES,
  ELEMENTS,
  type ElementType,
  type KeyedTensor,
  SAMPLE_FORMAT_NAMES,
  type SampleFormatName,
} from "../../workloads/loader/mod.ts";
import { holds } from "../case_broken.ts";
import { CaseFailed } from "../case_failed.ts";
import { CaseSkipped } from "../case_skipped.ts";
import type { FrameworkFile, FrameworkName } from "./loader_case_ports.ts";
import { onSamples, type SampleBench } from "./sample_bench.ts";

/** A number, a row, a matrix, and an image by channels. */
const SHAPES = [[1], [1000], [37, 53], [3, 32, 32]] as const;
const PER_FILE = 16;

/** Of each element type that the format has. */
function tensorsFor(
  bench: SampleBench,
  format: SampleFormatName,
  salt: number,
): KeyedTensor[] {
  return elementsOf(format).flatMap((element, at) =>
    bench.tensors({ element, shapes: SHAPES, salt: salt + at })
      .map(({ key, tensor }) => ({ key: `${element}-${key}`, tensor }))
  );
}

/** Formats of records and of rows say of a sample only where it ends. */
const BYTES_ALONE: readonly SampleFormatName[] = ["raw", "tfrecord", "parquet"];

function elementsOf(format: SampleFormatName): readonly ElementType[] {
  if (BYTES_ALONE.includes(format)) return ["uint8"];
  const name = format === "safetensors" ? "safetensors" : "npy";
  return ELEMENT_TYPES.filter((one) => ELEMENTS[one][name] !== null);
}

/** Written to the target, and taken from it as a framework would be given it. */
async function filesOf(
  bench: SampleBench,
  get: (key: string) => Promise<Uint8Array>,
): Promise<FrameworkFile[]> {
  const files: FrameworkFile[] = [];
  for (const [at, format] of SAMPLE_FORMAT_NAMES.entries()) {
    const samples = tensorsFor(bench, format, 200 + 20 * at);
    const { index } = await bench.write({
      name: format,
      format,
      samples,
      perFile: PER_FILE,
    });
    for (const key of new Set(index.samples.map(({ file }) => file))) {
      files.push({
        name: `${format}/${key.slice(key.lastIndexOf("/") + 1)}`,
        format,
        bytes: await get(key),
        arrays: samples.filter((_, number) =>
          index.samples[number]?.file === key
        ),
      });
    }
  }
  return files;
}

/** The body of the case of that framework. */
export function readBy(framework: FrameworkName) {
  return onSamples(async (bench, { backend, loader }) => {
    const files = await filesOf(bench, (key) => backend.get(key));
    const answer = await loader.python.read({ framework, files });
    if (answer.state === "absent") throw new CaseSkipped(answer.reason);
    if (answer.state === "failed") throw new CaseFailed(answer.reason);
    const { arraysCount, differences, elementsCount, passedOver } = answer;
    holds(
      differences.length === 0,
      `${answer.versions} reads other elements than were written: ` +
        differences.join("; "),
    );
    if (arraysCount === 0) {
      throw new CaseSkipped(
        `${answer.versions} reads none of the formats: ${
          passedOver.join("; ")
        }`,
      );
    }
    const left = passedOver.length === 0
      ? ""
      : `; not tried: ${passedOver.join("; ")}`;
    return `${answer.versions} read ${arraysCount} arrays with ` +
      `${elementsCount} elements as they were written${left}`;
  });
}
