/**
 * What samples hold: tensors that a seed repeats, as training data has them.
 * Goes in: which content, a seed, a size; comes out: a tensor. Whole numbers
 * and sums alone, so that every machine makes the same bytes.
 */
import { seededNumbers } from "./seeded_order.ts";
import { ELEMENTS, type ElementType, type Tensor } from "./tensor.ts";

/** Ids of the vocabulary of GPT-2. */
const VOCABULARY = 50_257;
const PIXEL_MAX = 255;
/** Noise of a sensor: most levels that a pixel is off, either way. */
const NOISE_LEVELS = 4;
/** Pixels of a row; channels are not told apart. */
const ROW_PIXELS = 224;
/** Uniform numbers that are added up to a normal one (Irwin and Hall). */
const NORMAL_SUMMANDS = 12;

/** Elements of each content; stamps are bytes. */
export const CONTENT_ELEMENTS = {
  stamps: "uint8",
  pixels: "float32",
  tokens: "uint16",
  normal: "float32",
} as const satisfies Readonly<Record<string, ElementType>>;

/** Contents that are made here; stamps are made by the core. */
export type MadeContent = Exclude<keyof typeof CONTENT_ELEMENTS, "stamps">;

/** `sizeBytes` rounded down to whole elements, at least one. */
export function contentBytes(
  content: keyof typeof CONTENT_ELEMENTS,
  sizeBytes: number,
): number {
  const { bytes } = ELEMENTS[CONTENT_ELEMENTS[content]];
  return Math.max(bytes, Math.floor(sizeBytes / bytes) * bytes);
}

/** A flat tensor of `contentBytes()` bytes. */
export function madeTensor(
  content: MadeContent,
  seed: bigint,
  sizeBytes: number,
): Tensor {
  const next = seededNumbers(seed);
  const bytes = new Uint8Array(contentBytes(content, sizeBytes));
  const element = CONTENT_ELEMENTS[content];
  const length = bytes.length / ELEMENTS[element].bytes;
  if (content === "tokens") {
    fillTokens(new Uint16Array(bytes.buffer), next);
  } else if (content === "pixels") {
    fillPixels(new Float32Array(bytes.buffer), next);
  } else {
    fillNormal(new Float32Array(bytes.buffer), next);
  }
  return { element, shape: [length], bytes };
}

/**
 * A power of two drawn evenly, then a number below it: rank and frequency
 * multiply to a constant, as Zipf found of words.
 */
function fillTokens(tokens: Uint16Array, next: () => number): void {
  for (let at = 0; at < tokens.length; at++) {
    const drawn = next();
    const octave = (drawn >>> 28) & 15;
    const below = drawn & ((1 << octave) - 1);
    tokens[at] = ((1 << octave) + below) % VOCABULARY;
  }
}

/** A slope in both directions of an image, and noise of a few levels. */
function fillPixels(pixels: Float32Array, next: () => number): void {
  const first = next();
  const base = 64 + (first & 127);
  const across = ((first >>> 8) & 63) - 32;
  const down = ((first >>> 16) & 63) - 32;
  for (let at = 0; at < pixels.length; at++) {
    const column = at % ROW_PIXELS;
    const row = Math.floor(at / ROW_PIXELS) % ROW_PIXELS;
    const slope = Math.floor((across * column + down * row) / ROW_PIXELS);
    const noise = next() % (2 * NOISE_LEVELS + 1) - NOISE_LEVELS;
    const level = Math.min(PIXEL_MAX, Math.max(0, base + slope + noise));
    pixels[at] = level / PIXEL_MAX;
  }
}

function fillNormal(values: Float32Array, next: () => number): void {
  for (let at = 0; at < values.length; at++) {
    let sum = 0;
    for (let drawn = 0; drawn < NORMAL_SUMMANDS; drawn++) sum += next();
    values[at] = sum / 2 ** 32 - NORMAL_SUMMANDS / 2;
  }
}
