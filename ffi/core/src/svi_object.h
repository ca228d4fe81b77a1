/* svi_object.h -- an object space: keys below one prefix, the sizes and names
 * that follow from its spec, and the oracle that knows their state. */
#ifndef SVI_OBJECT_H
#define SVI_OBJECT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "stor_core.h"
#include "svi_http.h"
#include "svi_object_oracle.h"
#include "svi_store.h"

#define SVI_KEYS_MAX (UINT64_C(1) << 31)
/* S3 has keys of at most 1024 bytes. */
#define SVI_KEY_ROOM 1025u
/* S3 takes 10,000 parts, Azure 50,000 blocks. */
#define SVI_PARTS_MAX 10000u

/* How a lane sends its requests: svi_http, or a store in a test program. */
struct svi_client_methods {
    int32_t (*open)(const struct sv_store *store, uint32_t in_flight_max,
                    struct svi_http **out);
    int32_t (*send)(struct svi_http *client, struct svi_request *request);
    int32_t (*wait)(struct svi_http *client, uint32_t least,
                    uint64_t timeout_ns, struct svi_request **done,
                    uint32_t room);
    void (*cancel)(struct svi_http *client);
    void (*close)(struct svi_http *client);
};

struct svi_object_lane;

struct sv_objects {
    struct sv_object_spec spec;
    struct sv_store *store; /* borrowed */
    char *prefix;           /* of the space, below the store's */
    struct svi_object_oracle oracle;
    const struct svi_client_methods *client;
    struct sv_log *log; /* NULL: none is kept */
    uint64_t leaf_keys; /* tree: keys in one directory */
    uint32_t object_bits;
    uint32_t unit_bits;
    uint32_t weight_sum; /* of a size list */
    _Atomic uint32_t lanes;
    pthread_mutex_t lanes_lock;
    struct svi_object_lane *first_lane;
};

/* object_spec.c: what follows from the spec alone. */
/* 0, SV_LAYOUT, SV_BOUND. */
int32_t svi_object_spec_check(const struct sv_object_spec *spec);
/* Fills what `objects` derives from its spec. */
void svi_object_spec_derive(struct sv_objects *objects);
uint64_t svi_object_size(const struct sv_objects *objects, uint64_t key,
                         uint64_t generation);
/* Whose bytes those of `key` are. */
void svi_object_identity(const struct sv_objects *objects, uint64_t key,
                         struct sv_identity *out);

/* object_name.c: key number to name and back. */
/* Below the store's prefix; 0 or SV_BOUND. */
int32_t svi_object_name(const struct sv_objects *objects, uint64_t key,
                        char *out, uint32_t room);
/* The key with this name, given whole, with the store's prefix. UINT64_MAX:
 * none of this space has it. */
uint64_t svi_object_key_of(const struct sv_objects *objects, const char *name);
/* What all names from `key` on share with it when their last `digits` are cut,
 * and the first key that does not have it. 0 or SV_BOUND. */
int32_t svi_object_stem(const struct sv_objects *objects, uint64_t key,
                        uint32_t digits, char *out, uint32_t room);
uint64_t svi_object_stem_start(const struct sv_objects *objects, uint64_t key,
                               uint32_t digits);
uint64_t svi_object_stem_end(const struct sv_objects *objects, uint64_t key,
                             uint32_t digits);

/* Hash of an ETag as the oracle keeps it; 0 for none. */
uint64_t svi_etag_hash(const char *etag);

static inline bool svi_is_multipart(const struct sv_objects *objects,
                                    uint64_t size)
{
    return objects->spec.multipart_from != 0 &&
           size >= objects->spec.multipart_from;
}

#endif
