/** The bodies of `table.encryption.*` by their names. */
import type { BodyCase } from "../case.ts";
import * as encryption from "./encryption_cases.ts";

/** Each algorithm, each length of a key, and what happens without one. */
export const ENCRYPTION_BODIES: Readonly<Record<string, BodyCase["body"]>> = {
  write_read_with_encryption: encryption.encryptedBy({}),
  encryption_aes_gcm_v1: encryption.encryptedBy({ algorithm: "AES_GCM_V1" }),
  encryption_aes_gcm_ctr_v1: encryption.encryptedBy({
    algorithm: "AES_GCM_CTR_V1",
  }),
  encryption_key_16_bytes: encryption.encryptedBy({ keyBytes: 16 }),
  encryption_key_24_bytes: encryption.encryptedBy({ keyBytes: 24 }),
  encryption_key_32_bytes: encryption.encryptedBy({ keyBytes: 32 }),
  read_encrypted_without_key_fails: encryption.withoutKey,
  read_encrypted_wrong_key_fails: encryption.wrongKey,
  key_retriever_callback: encryption.keyRetriever,
  encryption_metadata_persistence: encryption.metadataPersistence,
  encryption_with_multiple_column_groups: encryption.columnGroups,
};
