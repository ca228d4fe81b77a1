/** The door of the cases. */
export type {
  BrokenStore,
  Case,
  CaseEnded,
  CaseOutcome,
  CaseVerdict,
  CaseWay,
  NetworkFault,
  PowerCutsEnd,
  UriReader,
} from "./case.ts";
export {
  caseTableUrl,
  Catalogue,
  type CatalogueOptions,
  makeCatalogue,
  type SuiteCase,
  type TrialCase,
} from "./catalogue.ts";
export {
  CASE_TIMEOUT_NS,
  type CaseClock,
  type CasePorts,
  casePrefix,
  type CasesEnd,
  reasonToSkip,
  runCases,
  type RunCasesOptions,
} from "./run.ts";
export type {
  ClusterCasePorts,
  ClusterSizes,
} from "./cluster/cluster_case_ports.ts";
export type {
  FrameworkAnswer,
  FrameworkFile,
  FrameworkName,
  FrameworkRequest,
  LoaderCasePorts,
  PythonHost,
} from "./loader/loader_case_ports.ts";
export type { TableCasePorts } from "./table/table_case_ports.ts";
export { caseSeed } from "./seeded_bytes.ts";
export { type CasesPlace, selectCases } from "./select.ts";
