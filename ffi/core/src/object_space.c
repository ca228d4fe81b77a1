/* object_space.c -- the calls about an object space; see stor_store.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svi_log.h"
#include "svi_object.h"

static const struct svi_client_methods HTTP_METHODS = {
    .open = svi_http_open,
    .send = svi_http_send,
    .wait = svi_http_wait,
    .cancel = svi_http_cancel,
    .close = svi_http_close,
};

static int32_t check_prefix(const struct sv_objects *objects)
{
    char name[SVI_KEY_ROOM];
    const size_t store = strlen(objects->store->prefix);
    int32_t status = svi_object_name(objects, objects->spec.key_count - 1, name,
                                     sizeof name);
    if (status != 0)
        return status;
    return store + strlen(name) >= SVI_KEY_ROOM ? SV_BOUND : 0;
}

int32_t sv_objects_open(const struct sv_object_spec *spec,
                        struct sv_store *store, const char *key_prefix,
                        const char *oracle_path, struct sv_objects **out)
{
    *out = NULL;
    int32_t status = svi_object_spec_check(spec);
    if (status != 0)
        return status;
    struct sv_objects *objects = calloc(1, sizeof *objects);
    if (objects == NULL)
        return -ENOMEM;
    objects->spec = *spec;
    objects->store = store;
    objects->client = &HTTP_METHODS;
    objects->oracle.fd = -1;
    (void)pthread_mutex_init(&objects->lanes_lock, NULL);
    objects->prefix = strdup(key_prefix);
    if (objects->prefix == NULL)
        status = -ENOMEM;
    if (status == 0) {
        svi_object_spec_derive(objects);
        status = check_prefix(objects);
    }
    if (status == 0)
        status = svi_object_oracle_open(&objects->oracle, spec, oracle_path);
    if (status != 0) {
        (void)pthread_mutex_destroy(&objects->lanes_lock);
        free(objects->prefix);
        free(objects);
        return status;
    }
    *out = objects;
    return 0;
}

int32_t sv_objects_key(struct sv_objects *objects, uint64_t index, char *out,
                       uint32_t room)
{
    if (index >= objects->spec.key_count)
        return SV_BOUND;
    return svi_object_name(objects, index, out, room);
}

uint64_t sv_objects_size(struct sv_objects *objects, uint64_t index,
                         uint64_t generation)
{
    return svi_object_size(objects, index, generation);
}

int32_t sv_objects_facts(struct sv_objects *objects,
                         struct sv_objects_facts *out)
{
    memset(out, 0, sizeof *out);
    out->keys = objects->spec.key_count;
    for (uint64_t key = 0; key < out->keys; key++) {
        const uint64_t word = svi_key_word(&objects->oracle, key);
        const uint64_t generation = word & SVI_KEY_GENERATION;
        if (generation > out->generation_max)
            out->generation_max = generation;
        if ((word & SVI_KEY_PRESENT) != 0) {
            const uint64_t base =
                generation - ((word & SVI_KEY_PUT) != 0 ? 1 : 0);
            out->keys_live++;
            out->bytes_live += svi_object_size(objects, key, base);
        } else if ((word & SVI_KEY_EVER) != 0) {
            out->keys_deleted++;
        } else {
            out->keys_never++;
        }
        if ((word & SVI_KEY_UNSETTLED) != 0)
            out->keys_unsettled++;
        if ((word & SVI_KEY_UPLOAD) != 0)
            out->uploads_open++;
    }
    return 0;
}

int32_t sv_objects_log(struct sv_objects *objects, const char *path,
                       uint32_t capacity, struct sv_log **out)
{
    *out = NULL;
    if (objects->log != NULL || atomic_load(&objects->lanes) != 0)
        return SV_STATE;
    int32_t status = svi_log_create(path, capacity, &objects->log);
    *out = objects->log;
    return status;
}

int32_t sv_objects_close(struct sv_objects *objects)
{
    if (objects == NULL)
        return 0;
    if (atomic_load(&objects->lanes) != 0)
        return SV_STATE;
    svi_object_oracle_close(&objects->oracle);
    svi_log_free(objects->log);
    (void)pthread_mutex_destroy(&objects->lanes_lock);
    free(objects->prefix);
    free(objects);
    return 0;
}
