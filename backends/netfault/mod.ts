/** The door of `netfault`: ways to an endpoint that fail on purpose. */
export {
  type DetouredTargets,
  type DetourOptions,
  detourTargets,
} from "./detour_targets.ts";
export {
  type FaultyWay,
  type FaultyWayOptions,
  type NetFaultCount,
  openFaultyWay,
  type WayEndpoint,
} from "./faulty_way.ts";
export { NET_FAULT_KINDS, type NetFaultKind } from "./net_fault_kinds.ts";
export {
  type NetFault,
  NetFaultError,
  readNetFaults,
} from "./read_net_faults.ts";
