/* null_http_objects.h -- the objects of null_http.c: the last body of each
 * path, in memory, for as long as somebody sends it. One thread. */
#ifndef NULL_HTTP_OBJECTS_H
#define NULL_HTTP_OBJECTS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS (1u << 16)
#define SPARE_MAX 64u

/* Bytes of one object; a GET in flight keeps them when a PUT replaces them. */
struct body {
    uint32_t references;
    uint64_t tag;
    uint64_t bytes;
    uint8_t content[];
};

struct entry {
    struct entry *next;
    struct body *body;
    char path[];
};

static struct entry *table[SLOTS];
static struct body *spare[SPARE_MAX];
static uint32_t spare_count;
static uint64_t next_tag;

static struct body *make_body(uint64_t bytes)
{
    for (uint32_t i = 0; i < spare_count; i++) {
        struct body *found = spare[i];
        if (found->bytes != bytes)
            continue;
        spare[i] = spare[--spare_count];
        found->references = 1;
        return found;
    }
    struct body *body = malloc(sizeof *body + bytes);
    if (body == NULL)
        return NULL;
    body->references = 1;
    body->bytes = bytes;
    return body;
}

/* A few are kept, so that a stream of large PUTs faults in no new pages. */
static void drop_body(struct body *body)
{
    if (body == NULL || --body->references > 0)
        return;
    if (spare_count < SPARE_MAX)
        spare[spare_count++] = body;
    else
        free(body);
}

static struct entry **place_of(const char *path)
{
    uint32_t hash = 2166136261u;
    for (const char *at = path; *at != '\0'; at++)
        hash = (hash ^ (uint8_t)*at) * 16777619u;
    struct entry **place = &table[(hash ^ hash >> 16) % SLOTS];
    while (*place != NULL && strcmp((*place)->path, path) != 0)
        place = &(*place)->next;
    return place;
}

static int store_body(const char *path, struct body *body)
{
    struct entry **place = place_of(path);
    if (*place == NULL) {
        size_t length = strlen(path) + 1;
        struct entry *entry = calloc(1, sizeof *entry + length);
        if (entry == NULL)
            return -1;
        memcpy(entry->path, path, length);
        *place = entry;
    }
    drop_body((*place)->body);
    body->tag = ++next_tag;
    (*place)->body = body;
    return 0;
}

#endif
