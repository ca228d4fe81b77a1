/** What this process has used of the host, as the core asks the kernel. */
import type { Library } from "./_library.ts";
import { LAYOUTS } from "./layout.ts";
import { StructView } from "./struct_view.ts";

/** What this process has used so far, all its threads together. */
export interface ProcessUsage {
  readonly userNs: number;
  readonly systemNs: number;
  readonly residentBytesMax: number;
  readonly residentBytes: number;
  readonly switchesVoluntary: number;
  readonly switchesForced: number;
}

/** Asks now; fails with a `CoreError` where the kernel does not tell. */
export function readUsage(library: Library): ProcessUsage {
  const view = new StructView(LAYOUTS.sv_usage);
  const status = library.symbols.sv_process_usage(view.bytes);
  library.must(status, { operation: "read process usage" });
  return {
    userNs: view.number("user_ns"),
    systemNs: view.number("system_ns"),
    residentBytesMax: view.number("resident_bytes_max"),
    residentBytes: view.number("resident_bytes"),
    switchesVoluntary: view.number("switches_voluntary"),
    switchesForced: view.number("switches_forced"),
  };
}
