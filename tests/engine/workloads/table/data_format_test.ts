/** The tests of tables once more: their rules hold with any format of files. */
import { IPC_FORMAT } from "./ipc_format.ts";
import { useFormat } from "./table_fixture.ts";

useFormat(IPC_FORMAT);
await import("./check_table_test.ts");
await import("./chunk_reader_test.ts");
await import("./external_files_test.ts");
await import("./file_readers_test.ts");
await import("./group_writer_test.ts");
await import("./orphans_test.ts");
await import("./pruning_test.ts");
await import("./segment_test.ts");
await import("./table_reader_test.ts");
await import("./table_test.ts");
await import("./table_writer_test.ts");
await import("./transaction_test.ts");
