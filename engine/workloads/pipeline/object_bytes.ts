/** How large the objects of a step are: drawn by the seed, alike everywhere. */
import type { ObjectSizes } from "../../profile/mod.ts";
import { keyedHash } from "../mod.ts";

/** Bytes of object `index`; the shapes are those of loads of objects. */
export function objectBytes(
  sizes: ObjectSizes,
  seed: string,
  index: number,
): number {
  const share = uniform(seed, index, 0);
  switch (sizes.kind) {
    case "fixed":
      return sizes.bytes;
    case "uniform": {
      const { minBytes, maxBytes } = sizes;
      return minBytes + Math.floor(share * (maxBytes - minBytes + 1));
    }
    case "list": {
      const total = sizes.sizes.reduce((sum, { weight }) => sum + weight, 0);
      let left = share * total;
      const drawn = sizes.sizes.find(({ weight }) => (left -= weight) < 0);
      return (drawn ?? sizes.sizes.at(-1))?.bytes ?? 0;
    }
    case "lognormal": {
      const { medianBytes, sigma, minBytes, maxBytes } = sizes;
      const angle = 2 * Math.PI * uniform(seed, index, 1);
      // Box and Muller: never the logarithm of 0.
      const normal = Math.sqrt(-2 * Math.log(1 - share)) * Math.cos(angle);
      const bytes = Math.round(medianBytes * Math.exp(sigma * normal));
      return Math.min(maxBytes, Math.max(minBytes, bytes));
    }
  }
}

/** In [0, 1), of 32 bits. */
function uniform(seed: string, index: number, draw: number): number {
  const bits = keyedHash("copied object", seed, index, draw) & 0xFFFF_FFFFn;
  return Number(bits) / 2 ** 32;
}
