/**
 * `.npz`: a zip archive of `.npy` files, stored as `numpy.savez()` does. Goes
 * in: tensors by name; comes out: the archive, and back. Compressed archives
 * are refused by name, not read wrongly.
 */
import { readNpy, writeNpy } from "./npy.ts";
import { SampleFault } from "./sample_fault.ts";
import type { Tensor } from "./tensor.ts";
import { readZip, writeZip } from "./zip.ts";

const SUFFIX = ".npy";

/** In the order of the map; fails as `writeNpy()` does. */
export function writeNpz(
  tensors: ReadonlyMap<string, Tensor>,
): Uint8Array<ArrayBuffer> {
  return writeZip(
    new Map(
      [...tensors].map(([name, tensor]) => [name + SUFFIX, writeNpy(tensor)]),
    ),
  );
}

/** Elements are views of `bytes`. Fails with a `SampleFault`. */
export function readNpz(bytes: Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [file, member] of readZip(bytes)) {
    if (!file.endsWith(SUFFIX)) {
      throw new SampleFault({
        format: ".npz",
        kind: "unsupported",
        atByte: member.byteOffset - bytes.byteOffset,
        reason: `"${file}" is no array`,
      });
    }
    tensors.set(file.slice(0, -SUFFIX.length), readNpy(member));
  }
  return tensors;
}
