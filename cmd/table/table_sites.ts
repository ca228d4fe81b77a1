/** What steps over tables are handed: targets as keys, ports of the core. */
import type { TableLoadPorts } from "../../engine/mod.ts";
import type { Wiring } from "../wiring.ts";
import { tablePorts } from "./table_ports.ts";

/** Fails later with the `StorageError` of whatever is asked. */
export function tableSites(wiring: Wiring): TableLoadPorts {
  return {
    tables: tablePorts(wiring.core),
    backend: (target) => wiring.backend(target),
  };
}
