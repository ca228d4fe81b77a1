/** Door of the Arrow renderings, which load their library when called. */
export { arrowSeries } from "./arrow_series.ts";
