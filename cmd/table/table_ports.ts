/** What tables are handed of the core and the runtime. */
import {
  parquetFormat,
  type TablePorts,
  vendorFormat,
} from "../../engine/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import type { Context } from "../context.ts";
import { pythonVendors } from "../vendor_formats/python_vendors.ts";

/** Of one call of the runtime. */
const RANDOM_BYTES_MAX = 65_536;

/** They live as long as the core does. */
export function tablePorts(
  core: Pick<Core, "crc32c" | "faults" | "pages">,
  context: Pick<Context, "env">,
): TablePorts {
  const vendors = pythonVendors(context);
  const formats = [
    parquetFormat(core.pages()),
    vendorFormat("vortex", vendors),
    vendorFormat("lance", vendors),
  ];
  return {
    formats: new Map(formats.map((format) => [format.name, format])),
    vendors,
    faults: core.faults,
    crc32c: (bytes, seed) => core.crc32c(ownBytes(bytes), seed),
    uuid: () => crypto.randomUUID(),
    random(to) {
      for (let at = 0; at < to.length; at += RANDOM_BYTES_MAX) {
        crypto.getRandomValues(to.subarray(at, at + RANDOM_BYTES_MAX));
      }
    },
  };
}

/** The core reads memory of this thread alone. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(bytes);
}
