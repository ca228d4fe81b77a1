/**
 * What cases of tables are handed in a test: Parquet and libraries of vendors in
 * memory, no clock.
 */
import {
  type TableCasePorts,
  vendorFormat,
  type VendorHost,
} from "../../engine/mod.ts";
import { fakeVendors } from "./fake_vendors.ts";
import { tablePorts } from "../engine/workloads/table/table_fixture.ts";

/** Ports of a host that holds nothing; a test sets what it is about. */
export function tableCasePorts(
  options: Partial<TableCasePorts> = {},
): TableCasePorts {
  let ns = 0;
  const { vendors = fakeVendors() } = options;
  const ports = tablePorts();
  return {
    ...ports,
    vendors,
    formats: new Map([...ports.formats, ...vendorFormats(vendors)]),
    nowNs: () => ns += 1e9,
    heldBytes: () => Promise.resolve(0),
    openFiles: () => 0,
    stressScale: 0.0001,
    ...options,
  };
}

function vendorFormats(host: VendorHost) {
  return (["vortex", "lance"] as const)
    .map((library) => [library, vendorFormat(library, host)] as const);
}
