/** The door of `journal`: records that survive a loss of power. */
export { RecordLog } from "./record_log.ts";
export {
  RecordReader,
  type Recovered,
  recoverRecords,
} from "./record_reader.ts";
