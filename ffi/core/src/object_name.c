/* object_name.c -- key number to name and back. Names have fixed widths, so
 * that their order as text is that of their numbers, which listings are held
 * against. */
#include <stdio.h>
#include <string.h>

#include "svi_object.h"

#define DIGITS 10u /* of the key count's bound, 2^31 */

static int32_t write_name(const struct sv_objects *objects, uint64_t key,
                          char *out, uint32_t room)
{
    int length;
    if (objects->spec.key_style == SV_KEYS_FLAT) {
        length = snprintf(out, room, "%s%010llu", objects->prefix,
                          (unsigned long long)key);
    } else {
        const uint64_t leaf = key / objects->leaf_keys;
        length = snprintf(out, room, "%s%04llu/%04llu/%010llu", objects->prefix,
                          (unsigned long long)(leaf / objects->spec.tree_width),
                          (unsigned long long)(leaf % objects->spec.tree_width),
                          (unsigned long long)key);
    }
    return length < 0 || (uint32_t)length >= room ? SV_BOUND : length;
}

int32_t svi_object_name(const struct sv_objects *objects, uint64_t key,
                        char *out, uint32_t room)
{
    int32_t length = write_name(objects, key, out, room);
    return length < 0 ? length : 0;
}

uint64_t svi_object_key_of(const struct sv_objects *objects, const char *name)
{
    const size_t prefix = strlen(objects->store->prefix);
    const size_t length = strlen(name);
    if (strncmp(name, objects->store->prefix, prefix) != 0 ||
        length < prefix + DIGITS)
        return UINT64_MAX;
    uint64_t key = 0;
    for (const char *at = name + length - DIGITS; *at != '\0'; at++) {
        if (*at < '0' || *at > '9')
            return UINT64_MAX;
        key = key * 10 + (uint64_t)(*at - '0');
    }
    char right[SVI_KEY_ROOM];
    if (key >= objects->spec.key_count ||
        svi_object_name(objects, key, right, sizeof right) != 0 ||
        strcmp(name + prefix, right) != 0)
        return UINT64_MAX;
    return key;
}

static uint64_t span(uint32_t digits)
{
    uint64_t keys = 1;
    for (uint32_t i = 0; i < digits; i++)
        keys *= 10;
    return keys;
}

int32_t svi_object_stem(const struct sv_objects *objects, uint64_t key,
                        uint32_t digits, char *out, uint32_t room)
{
    int32_t length = write_name(objects, key, out, room);
    if (length < 0)
        return length;
    out[(uint32_t)length - digits] = '\0';
    return 0;
}

uint64_t svi_object_stem_start(const struct sv_objects *objects, uint64_t key,
                               uint32_t digits)
{
    const uint64_t start = key / span(digits) * span(digits);
    if (objects->spec.key_style == SV_KEYS_FLAT)
        return start;
    const uint64_t leaf = key / objects->leaf_keys * objects->leaf_keys;
    return start > leaf ? start : leaf;
}

uint64_t svi_object_stem_end(const struct sv_objects *objects, uint64_t key,
                             uint32_t digits)
{
    uint64_t end = (key / span(digits) + 1) * span(digits);
    if (objects->spec.key_style == SV_KEYS_TREE) {
        const uint64_t leaf = (key / objects->leaf_keys + 1) *
                              objects->leaf_keys;
        end = end < leaf ? end : leaf;
    }
    return end < objects->spec.key_count ? end : objects->spec.key_count;
}

/* Stores are not of one mind about quotes, weakness and case, and one store
 * need not be in all its answers. */
uint64_t svi_etag_hash(const char *etag)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    if (strncmp(etag, "W/", 2) == 0)
        etag += 2;
    if (strspn(etag, "\"") == strlen(etag))
        return 0;
    for (; *etag != '\0'; etag++) {
        const char byte = *etag;
        const char small =
            byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        if (byte != '"')
            hash = (hash ^ (uint8_t)small) * UINT64_C(0x100000001b3);
    }
    hash = (hash ^ hash >> 32) & SVI_KEY_ETAG_MASK;
    return hash == 0 ? 1 : hash;
}
