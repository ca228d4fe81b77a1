/* page_dictionary.c -- numbers for equal values: a table of open addresses over
 * values that already lie as the dictionary's page will have them. */
#include <errno.h>
#include <stdlib.h>

#include "stor_core.h"
#include "svi_page.h"

#define SLOTS_START 1024u

struct entry {
    uint32_t start; /* of the value in `plain`, behind its length */
    uint32_t size;
    uint32_t hash;
};

struct sv_dictionary {
    uint8_t *plain;
    uint32_t plain_bytes;
    uint32_t limit_bytes;
    struct entry *entries;
    uint32_t count;
    uint32_t entry_room;
    uint32_t *slots; /* an entry's number and 1; 0 is free */
    uint32_t slot_mask;
};

int32_t sv_dictionary_open(uint32_t limit_bytes, struct sv_dictionary **out)
{
    *out = NULL;
    struct sv_dictionary *dictionary = calloc(1, sizeof *dictionary);
    if (dictionary == NULL)
        return -ENOMEM;
    dictionary->limit_bytes = limit_bytes;
    dictionary->plain = malloc((size_t)limit_bytes + 1);
    dictionary->slots = calloc(SLOTS_START, sizeof *dictionary->slots);
    dictionary->slot_mask = SLOTS_START - 1;
    if (dictionary->plain == NULL || dictionary->slots == NULL) {
        sv_dictionary_close(dictionary);
        return -ENOMEM;
    }
    *out = dictionary;
    return 0;
}

void sv_dictionary_close(struct sv_dictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    free(dictionary->plain);
    free(dictionary->entries);
    free(dictionary->slots);
    free(dictionary);
}

int64_t sv_dictionary_size(struct sv_dictionary *dictionary)
{
    return dictionary->plain_bytes;
}

int64_t sv_dictionary_encode(struct sv_dictionary *dictionary, void *target,
                             uint64_t capacity)
{
    if (dictionary->plain_bytes > capacity)
        return SV_BOUND;
    if (dictionary->plain_bytes > 0)
        memcpy(target, dictionary->plain, dictionary->plain_bytes);
    return dictionary->plain_bytes;
}

static inline uint32_t hash_of(const uint8_t *value, uint32_t size)
{
    uint64_t hash = size * UINT64_C(0x9E3779B97F4A7C15);
    for (; size >= 8; size -= 8, value += 8) {
        hash = (hash ^ svi_load64(value)) * UINT64_C(0xBF58476D1CE4E5B9);
        hash ^= hash >> 32;
    }
    if (size > 0) {
        uint64_t rest = 0;
        memcpy(&rest, value, size);
        hash = (hash ^ rest) * UINT64_C(0x94D049BB133111EB);
    }
    return (uint32_t)(hash ^ hash >> 29 ^ hash >> 43);
}

static void fill_slots(struct sv_dictionary *dictionary)
{
    for (uint32_t i = 0; i < dictionary->count; i++) {
        uint32_t slot = dictionary->entries[i].hash & dictionary->slot_mask;
        while (dictionary->slots[slot] != 0)
            slot = (slot + 1) & dictionary->slot_mask;
        dictionary->slots[slot] = i + 1;
    }
}

/* Room for one more: at most half of the slots are taken. */
static int64_t make_room(struct sv_dictionary *dictionary)
{
    if (dictionary->count == dictionary->entry_room) {
        const uint32_t room =
            dictionary->entry_room == 0 ? 256 : dictionary->entry_room * 2;
        struct entry *entries =
            realloc(dictionary->entries, room * sizeof *entries);
        if (entries == NULL)
            return -ENOMEM;
        dictionary->entries = entries;
        dictionary->entry_room = room;
    }
    if (dictionary->count * 2 < dictionary->slot_mask)
        return 0;
    const size_t wanted = ((size_t)dictionary->slot_mask + 1) * 2;
    uint32_t *slots = calloc(wanted, sizeof *slots);
    if (slots == NULL)
        return -ENOMEM;
    free(dictionary->slots);
    dictionary->slots = slots;
    dictionary->slot_mask = (uint32_t)(wanted - 1);
    fill_slots(dictionary);
    return 0;
}

static int64_t append(struct sv_dictionary *dictionary, const uint8_t *value,
                      uint32_t size, uint32_t hash, bool has_length)
{
    const uint32_t head = has_length ? 4 : 0;
    if ((uint64_t)size + head >
        dictionary->limit_bytes - dictionary->plain_bytes)
        return SV_BOUND;
    const int64_t status = make_room(dictionary);
    if (status != 0)
        return status;
    uint8_t *plain = dictionary->plain + dictionary->plain_bytes;
    if (has_length)
        memcpy(plain, &size, 4);
    if (size > 0)
        memcpy(plain + head, value, size);
    dictionary->entries[dictionary->count] = (struct entry){
        .start = dictionary->plain_bytes + head, .size = size, .hash = hash};
    dictionary->plain_bytes += head + size;
    uint32_t slot = hash & dictionary->slot_mask;
    while (dictionary->slots[slot] != 0)
        slot = (slot + 1) & dictionary->slot_mask;
    dictionary->slots[slot] = ++dictionary->count;
    return dictionary->count - 1;
}

/* Its number, which is a new one if it was not there; or a status. */
static inline int64_t number_of(struct sv_dictionary *dictionary,
                                const uint8_t *value, uint32_t size,
                                bool has_length)
{
    const uint32_t hash = hash_of(value, size);
    for (uint32_t slot = hash & dictionary->slot_mask;;
         slot = (slot + 1) & dictionary->slot_mask) {
        const uint32_t number = dictionary->slots[slot];
        if (number == 0)
            return append(dictionary, value, size, hash, has_length);
        const struct entry *entry = &dictionary->entries[number - 1];
        if (entry->hash == hash && entry->size == size &&
            (size == 0 ||
             memcmp(dictionary->plain + entry->start, value, size) == 0))
            return number - 1;
    }
}

/* As it was when it had `count` values of `plain_bytes`. */
static void take_back(struct sv_dictionary *dictionary, uint32_t count,
                      uint32_t plain_bytes)
{
    if (dictionary->count == count)
        return;
    dictionary->count = count;
    dictionary->plain_bytes = plain_bytes;
    memset(dictionary->slots, 0,
           ((size_t)dictionary->slot_mask + 1) * sizeof *dictionary->slots);
    fill_slots(dictionary);
}

int64_t sv_dictionary_add(struct sv_dictionary *dictionary,
                          const void *values, uint64_t length, uint32_t width,
                          const int32_t *offsets, const uint32_t *selection,
                          uint32_t count, uint32_t *indices)
{
    const uint8_t *bytes = values;
    if (width == 0)
        return SV_LAYOUT;
    const uint64_t value_count = offsets == NULL ? length / width : width - 1;
    const uint32_t count_before = dictionary->count;
    const uint32_t bytes_before = dictionary->plain_bytes;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t place = selection != NULL ? selection[i] : i;
        int64_t number = SV_BOUND;
        if (place < value_count && offsets == NULL) {
            number = number_of(dictionary, bytes + place * width, width, false);
        } else if (place < value_count) {
            const int32_t from = offsets[place], to = offsets[place + 1];
            if (from >= 0 && to >= from && (uint64_t)to <= length)
                number = number_of(dictionary, bytes + from,
                                   (uint32_t)(to - from), true);
        }
        if (number < 0) {
            take_back(dictionary, count_before, bytes_before);
            return number;
        }
        indices[i] = (uint32_t)number;
    }
    return dictionary->count;
}
