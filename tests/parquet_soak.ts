/**
 * Reads Parquet files that lie, as many as somebody has time for:
 * `deno task soak:parquet [SEED [FILES]]`. Exit 1 for the first that ends in
 * anything but rows or one sentence; its number and the seed make it again.
 * With `STOR_VERIFY_CORE` naming a core that is built with
 * `-fsanitize=address`, and its runtime in `LD_PRELOAD`, C is watched as well.
 */
import { loadCore } from "../ffi/mod.ts";
import { fuzzReader } from "./ffi/parquet/fuzz_reader.ts";

/** What the limits of the reader allow, and what the engine has of its own. */
const GROWTH_BYTES_MAX = 3 * 2 ** 29;
const FILES_AT_ONCE = 500;

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function main([first = "1", files = "20000"]: string[]): Promise<number> {
  using core = loadCore();
  let done = 0;
  for (let seed = Number(first); done < Number(files); seed++) {
    try {
      const { growthBytesMax, read, refused } = await fuzzReader({
        core: core.pages(),
        seed,
        fileCount: FILES_AT_ONCE,
        growthBytesMax: GROWTH_BYTES_MAX,
      });
      done += FILES_AT_ONCE;
      const growth = Math.round(growthBytesMax / 1e6);
      say(`seed ${seed}  ${read} read, ${refused} refused, ${growth} MB`);
    } catch (error) {
      say(`WRONG: ${error instanceof Error ? error.message : error}`);
      return 1;
    }
  }
  say(`${done} files, none of them did harm`);
  return 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
