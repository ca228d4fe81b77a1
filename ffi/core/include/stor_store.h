/* stor_store.h -- the part of stor_core.h about object stores. Include
 * stor_core.h, which includes this; the rules of that header hold here too.
 *
 * Order of use: sv_http_probe() -> sv_store_open() -> a space or objects over
 * it -> gates and lanes as for files -> close them -> sv_store_close().
 */
#ifndef STOR_STORE_H
#define STOR_STORE_H

/* ------------------------------------------------------------------ a store */

#define SV_HTTP_SIGV4 1u  /* requests to S3 can be signed */
#define SV_HTTP_TLS_OK 2u /* https endpoints work */
#define SV_HTTP_2 4u      /* HTTP/2 works */
/* Names the libcurl that lanes will use, as "libcurl/7.88.1 OpenSSL/3.0.19",
 * cut to `room` bytes, and what it can do. Returns 0 or SV_NO_CURL with
 * `text` empty and *features 0. Opens the library; it stays open. */
SV_API int32_t sv_http_probe(char *text, uint32_t room, uint32_t *features);

enum sv_checksum {
    SV_CHECKSUM_NONE = 0,
    SV_CHECKSUM_CRC32C = 1,
    SV_CHECKSUM_CRC64NVME = 2
};

struct sv_store;

/* Takes in where a store is and how to talk to it.
 *   settings  borrowed; texts "name=value", each NUL-terminated, one more NUL
 *             at the end. May hold secrets: the caller wipes its copy.
 *     kind                s3 or az
 *     endpoint            "http://127.0.0.1:7070", no path; may come several
 *                         times (at most 64); lanes choose by number
 *     bucket              s3: bucket; az: container, or "account/container"
 *                         where the endpoint names no account
 *     prefix              "" or "a/b/": starts every key
 *     path_style          0 or 1: the bucket is in the path, not in the host
 *     region, access_key, secret_key, session_token   s3; no key: unsigned
 *     sas, bearer         az: "sv=...&sig=...", or a token
 *     ca_file, proxy      a file of certificates; "http://host:port" (the
 *                         environment is not asked for one)
 *     detours             "host:port:host:port,...": connections to the first
 *                         of each pair are made to the second, and nothing else
 *                         changes: names in requests and TLS stay
 *     insecure            1: certificates are not checked
 *     connect_timeout_ms  0: 10,000
 *     stall_timeout_ms    no byte in either direction for so long; 0: 30,000
 *     request_timeout_ms  for a whole request; 0: none
 *     checksum            none, crc32c or crc64nvme
 *     http_version        1 (the default) or 2
 *   failed    out: index of the text that was refused, -1 if none is to blame
 * Returns 0, SV_LAYOUT (a name or value that is not of this list, or a kind,
 * endpoint or bucket that is missing) or -ENOMEM. Does not touch the net. */
SV_API int32_t sv_store_open(const char *settings, int32_t *failed,
                             struct sv_store **out);
/* Wipes the secrets and frees it. No space or objects over it may be open.
 * NULL is harmless. */
SV_API void sv_store_close(struct sv_store *store);

/* A space over a store, for block lanes with SV_IO_HTTP. Each file is cut into
 * objects; key = prefix + path + "/" + 8 digits of the object's number in its
 * file. Reads lie in one object, and may be a part of it; writes are whole
 * objects (sv_lane_spec.write_bytes); a sync does nothing. An object that is
 * missing, short or long is a finding where it was acknowledged.
 *   spec          flags: none but CREATE (not checked), READ_ONLY and RECOVER
 *   object_bytes  a multiple of unit_bytes, at most 16 MiB; a file is a whole
 *                 number of them, below 10^8
 *   paths, object_ids, oracle_path   as for sv_space_open()
 * Sends nothing. Returns 0, -errno, SV_BOUND, SV_NOT_EMPTY (the oracle exists),
 * SV_ORACLE, SV_LAYOUT. The store must outlive the space. */
SV_API int32_t sv_space_open_store(const struct sv_space_spec *spec,
                                   struct sv_store *store,
                                   uint32_t object_bytes, const char *paths,
                                   const uint64_t *object_ids,
                                   const char *oracle_path,
                                   struct sv_space **out);

/* ------------------------------------------------------------------ objects */

/* Keys under load: key_count objects below one prefix, each in generations.
 * What an object holds, to the last byte, follows from the spec, its key and
 * its generation, so any reader can make it again:
 *   bytes    units of the stamp SV1; the last one is cut where the object ends
 *   segment  an object sent at once, or each part of an upload; one of at least
 *            4160 bytes ends in a trailer of 64 bytes that says what precedes
 */
enum sv_size_kind {
    SV_SIZE_FIXED = 0,     /* size_min = size_max */
    SV_SIZE_UNIFORM = 1,
    SV_SIZE_LOGNORMAL = 2, /* drawn again when outside of min and max */
    SV_SIZE_LIST = 3       /* size_list by size_weights */
};
enum sv_key_style {
    SV_KEYS_FLAT = 0, /* "0000000042" */
    SV_KEYS_TREE = 1  /* "0000/0003/0000000042" */
};
#define SV_SIZE_LIST_MAX 8u

struct sv_object_spec {
    uint64_t run_id;
    uint64_t run_key;
    uint64_t seed;           /* sizes follow from (seed, key, generation) */
    uint64_t key_count;      /* 1 to 2^31 */
    uint64_t size_min;       /* bytes, both inclusive, at most 5 TiB */
    uint64_t size_max;
    uint64_t size_median;    /* lognormal: bytes */
    uint64_t part_bytes;     /* of uploads; a multiple of 4096 */
    uint64_t multipart_from; /* sizes from here on go up in parts; 0 never */
    uint64_t size_list[SV_SIZE_LIST_MAX];
    uint32_t size_weights[SV_SIZE_LIST_MAX];
    uint32_t size_list_count;
    uint32_t size_kind;        /* enum sv_size_kind */
    uint32_t size_sigma_milli; /* lognormal: sigma of the logarithm, x 1000 */
    uint32_t unit_bytes;       /* 512 or 4096 */
    uint32_t flags;            /* SV_SPACE_RECOVER, SV_SPACE_READ_ONLY */
    uint32_t object_tag;       /* sets the targets of a run apart */
    uint32_t key_style;        /* enum sv_key_style */
    uint32_t tree_width;       /* directories on each of two levels, to 9999 */
    uint16_t compress_permille;
    uint16_t dedupe_permille;
    uint32_t reserved;         /* 0 */
};
_Static_assert(sizeof(struct sv_object_spec) == 208, "sv_object_spec");

struct sv_objects;

/* Opens the keys and their oracle; sends no request.
 *   store        borrowed until sv_objects_close()
 *   key_prefix   below the store's prefix, e.g. "sv-<run>/"; nothing but these
 *                keys may be below it, or listings will tell of it
 *   oracle_path  file of the oracle; NULL keeps it in memory (dies with us)
 * Returns 0, -errno, SV_LAYOUT, SV_BOUND (more than 10,000 parts, or names
 * longer than 1024 bytes), SV_NOT_EMPTY, SV_ORACLE; -EBUSY: another process
 * has the oracle. */
SV_API int32_t sv_objects_open(const struct sv_object_spec *spec,
                               struct sv_store *store, const char *key_prefix,
                               const char *oracle_path,
                               struct sv_objects **out);
/* Name of key `index`, key_prefix included and the store's prefix not. 0 or
 * SV_BOUND. */
SV_API int32_t sv_objects_key(struct sv_objects *objects, uint64_t index,
                              char *out, uint32_t room);
/* Bytes that generation `generation` of key `index` must have. */
SV_API uint64_t sv_objects_size(struct sv_objects *objects, uint64_t index,
                                uint64_t generation);
/* Closes the oracle; SV_STATE while lanes exist. NULL is harmless. */
SV_API int32_t sv_objects_close(struct sv_objects *objects);

/* What the oracle knows. Scans all keys: not for hot paths. */
struct sv_objects_facts {
    uint64_t keys;
    uint64_t keys_live;      /* acknowledged, and not deleted since */
    uint64_t keys_deleted;
    uint64_t keys_never;     /* no write was ever acknowledged */
    uint64_t keys_unsettled; /* a write or delete has an unknown outcome */
    uint64_t bytes_live;     /* of the live keys */
    uint64_t generation_max;
    uint64_t uploads_open;   /* keys with an upload that may still be there */
};
_Static_assert(sizeof(struct sv_objects_facts) == 64, "sv_objects_facts");
SV_API int32_t sv_objects_facts(struct sv_objects *objects,
                                struct sv_objects_facts *out);

enum sv_key_choice {
    SV_CHOOSE_SEQUENTIAL = 0, /* each key once, again from the first */
    SV_CHOOSE_RANDOM = 1,
    SV_CHOOSE_ZIPF = 2,
    SV_CHOOSE_HOT_BAND = 3,
    /* In order, and the lane ends after the last one: keys that are surely
     * there, and keys that are not. An unsettled change is not sure. */
    SV_CHOOSE_THERE = 4,
    SV_CHOOSE_MISSING = 5
};

/* One stream of operations over keys of its own: nobody else may write or
 * delete them while it runs. */
struct sv_object_lane_spec {
    uint64_t seed;
    uint64_t first_key;
    uint64_t key_count;
    uint64_t limit_ops; /* these six as in sv_lane_spec */
    uint64_t limit_bytes;
    uint64_t limit_ns;
    uint64_t warmup_ns;
    uint64_t interval_ps;
    uint64_t phase_ns;
    uint64_t range_bytes;   /* most bytes of a range read */
    uint32_t weight[SV_OP_COUNT]; /* by enum sv_op; read, write, sync 0 */
    uint32_t depth;         /* operations outstanding, 1 to 4096 */
    uint32_t arrival;       /* enum sv_arrival */
    uint32_t key_choice;    /* enum sv_key_choice */
    uint32_t zipf_theta_milli;
    uint32_t hot_space_permille;
    uint32_t hot_access_permille;
    uint32_t verify;        /* enum sv_verify */
    uint32_t errors_max;    /* stop after more failed operations than that */
    uint32_t lane;
    uint32_t endpoint;      /* number of the endpoint to use */
    uint32_t attempts_max;  /* of a request; 1: no retry. Between attempts full
                             * jitter over 50 ms (1 s when throttled), doubled
                             * each time, at most 20 s */
    uint32_t list_limit;    /* keys of a page, 1 to 1000 */
    uint32_t part_depth;    /* parts of one upload in flight, 1 to 64 */
    uint32_t cpu_plus_one;  /* pin to cpu N: N + 1; 0 leaves it */
    uint32_t flags;         /* 0 */
    uint32_t reserved;      /* 0 */
};
_Static_assert(sizeof(struct sv_object_lane_spec) == 184,
               "sv_object_lane_spec");

/* Makes a lane over keys; the handle is used as that of a block lane. In its
 * findings `file` is the key. A finding about an object and not about its
 * bytes (missing, wrong size, listed twice) has all ones in found_object, and
 * in offset_bytes the size that was told.
 * Returns 0, -errno, SV_NO_CURL, SV_LAYOUT, SV_BOUND; SV_STATE over keys of a
 * lane that was not destroyed, and for changes to a read-only space. */
SV_API int32_t sv_object_lane_create(struct sv_objects *objects,
                                     struct sv_gate *gate,
                                     const struct sv_object_lane_spec *spec,
                                     struct sv_lane **out);

/* Rows by the size of objects: class c holds sizes up to
 * sv_size_class_bytes(c); the last one all that are larger. */
#define SV_SIZE_CLASSES 8u
/* All ones for the last class, 0 beyond it. */
SV_API uint64_t sv_size_class_bytes(uint32_t size_class);
/* Service times and bytes of one class; op: SV_GET, or SV_PUT for puts and
 * uploads. Any thread. The out pointers may be NULL. SV_LAYOUT: no such row;
 * SV_STATE: not a lane over keys. */
SV_API int32_t sv_lane_size_class(struct sv_lane *lane, uint32_t op,
                                  uint32_t size_class, uint64_t *counts,
                                  uint32_t length,
                                  struct sv_histogram_facts *facts,
                                  uint64_t *bytes);

#endif
