/** What a table is handed of the world: formats, sums, chance, faults. */
import type { FaultGate } from "../../../backends/mod.ts";
import type { DataFormats } from "./data_format.ts";
import type { VendorHost } from "./vendor_host.ts";

export interface TablePorts {
  /** By the name that manifests have for them. */
  readonly formats: DataFormats;
  /** Libraries of others on this host; without them no dataset is explored. */
  readonly vendors?: VendorHost;
  /** Asked before a writer flushes and closes, and before manifests move. */
  readonly faults: FaultGate;
  /** CRC32C (Castagnoli); `seed` is the sum of what came before. */
  crc32c(bytes: Uint8Array, seed?: number): number;
  /** Another random one each time, 36 characters. */
  uuid(): string;
  /** Fills with bytes that nobody can foresee, for encryption. */
  random(to: Uint8Array<ArrayBuffer>): void;
}

/** A CRC32C as manifests write it. */
export function sumText(sum: number): string {
  return sum.toString(16).padStart(8, "0");
}
