/** Door of the Arrow renderings, which load their library when called. */
export type { ArrowColumn } from "./arrow_file.ts";
export { arrowSeries } from "./arrow_series.ts";
export { ArrowWriter } from "./arrow_writer.ts";
export {
  keptColumns,
  type OperationSpan,
  type OperationWords,
  toldColumns,
} from "./operation_columns.ts";
