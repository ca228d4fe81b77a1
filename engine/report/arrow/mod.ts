/** Door of the Arrow renderings, which load their library when called. */
export { ArrowWriter } from "./arrow_file.ts";
export { arrowSeries } from "./arrow_series.ts";
export {
  type LoggedRecord,
  operationColumns,
  OperationJoin,
} from "./operation_columns.ts";
