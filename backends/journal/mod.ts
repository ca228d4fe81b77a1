/** The door of `journal`: records that survive a loss of power. */
export { RecordLog, type Recovered, recoverRecords } from "./record_log.ts";
