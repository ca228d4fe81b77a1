/**
 * Lies about bytes on their way out. Goes in: the chunks of a body and what
 * spoils them; comes out: the same chunks, changed in place.
 */

/** Called for each chunk in turn, with its place in the body. */
export type Spoil = (chunk: Uint8Array, offsetBytes: number) => void;

/** Lengths stay as they are: this is how bits rot, not how bodies end. */
export async function* spoiled(
  chunks: AsyncIterable<Uint8Array>,
  spoil: Spoil,
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for await (const chunk of chunks) {
    spoil(chunk, offset);
    offset += chunk.length;
    yield chunk;
  }
}
