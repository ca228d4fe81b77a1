/** Damage to what a killed run has left, which its judge must find. */
import { openBackend, parseUrl, Secret } from "../../backends/mod.ts";
import { loadCore } from "../../ffi/mod.ts";
import type { KillMoment } from "./kill_moments.ts";
import { ACCESS_KEY, SECRET_KEY, type StorePlace } from "./store_place.ts";

/** What is damaged, and what chooses the place. */
export interface DamageOptions {
  readonly place: StorePlace;
  readonly moment: KillMoment;
}

/** Where something was damaged. */
export interface Damage {
  readonly file?: string;
  readonly offsetBytes?: number;
}

/** One byte of what was written, as somebody behind the run's back would. */
export async function damage(killed: DamageOptions): Promise<Damage> {
  return killed.moment.scenario.scheme === "s3"
    ? await damageObject(killed)
    : await damageUnit(killed);
}

const UNIT_BYTES = 4096;
/** Of the stamp SV1. */
const GENERATION_AT = 32;

/** Of a run that failed, and took its files away. */
const NONE = new Uint8Array(0);

/**
 * Once one unit was overwritten all have been filled. Before that a unit may be
 * one whose first write nobody acknowledged, and then anything is legal.
 */
export async function untilOverwritten(
  folder: string,
  hasEnded: () => boolean,
): Promise<void> {
  while (!hasEnded()) {
    const bytes = await dataFile(folder).then((path) => Deno.readFile(path))
      .catch(() => NONE);
    for (let at = GENERATION_AT; at < bytes.length; at += UNIT_BYTES) {
      if ((bytes[at] ?? 0) > 1) return;
    }
  }
}

async function dataFile(folder: string): Promise<string> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".dat")) return `${folder}/${name}`;
  }
  throw new Error(`There is no file of a load in "${folder}"`);
}

async function damageUnit({ moment, place }: DamageOptions): Promise<Damage> {
  const path = await dataFile(`${place.cwd}/x`);
  const bytes = await Deno.readFile(path);
  const units = bytes.length / UNIT_BYTES;
  const offsetBytes = moment.choice % units * UNIT_BYTES;
  const at = offsetBytes + moment.choice % UNIT_BYTES;
  using file = await Deno.open(path, { write: true });
  await file.seek(at, Deno.SeekMode.Start);
  await file.write(Uint8Array.of((bytes[at] ?? 0) ^ 0x10));
  return { offsetBytes };
}

async function damageObject({ moment, place }: DamageOptions): Promise<Damage> {
  const { endpoint } = place;
  using core = loadCore();
  const [bucket = ""] = endpoint.targetUrl.slice("s3://".length).split("/");
  const backend = await openBackend({
    name: "beside",
    url: parseUrl(`s3://${bucket}`),
    settings: {
      ...endpoint.settings,
      accessKeyId: ACCESS_KEY,
      secretAccessKey: new Secret(SECRET_KEY),
    },
  }, { core });
  try {
    const keys = (await backend.list()).objects.map(({ key }) => key)
      .filter((key) => /\d$/.test(key));
    const key = keys[moment.choice % keys.length];
    if (key === undefined) throw new Error("There is no object");
    const bytes = (await backend.get(key)).slice();
    const at = moment.choice % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    await backend.put(key, bytes);
    // Findings name a key as the run does, below its own prefix.
    return { file: key.slice(key.indexOf("sv-")) };
  } finally {
    await backend.close();
  }
}
