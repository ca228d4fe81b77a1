/** Manifests on disk, sealed by SHA-256. */
import { createHash } from "node:crypto";
import {
  type Manifest,
  ManifestError,
  readManifest,
  writeManifest,
} from "../../engine/mod.ts";
import { writeFileAtomic } from "../store/atomic_file.ts";
import { UsageError } from "../usage_error.ts";

/** Fails with a `WriteFailed`. */
export async function saveManifest(
  path: string,
  manifest: Manifest,
): Promise<void> {
  await writeFileAtomic(path, writeManifest(manifest, seal));
}

/** Fails with a `UsageError` for what is no whole manifest. */
export function loadManifest(path: string): Manifest {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError([
      `Cannot read the manifest "${path}": there is no such file`,
    ]);
  }
  try {
    return readManifest(text, seal);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw new UsageError([`${error.message} ("${path}")`], { cause: error });
  }
}

function seal(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
