/* store_path.c -- keys of a store as the paths of its requests. */
#include <string.h>

#include "svi_store.h"

struct sink {
    char *at;
    char *end; /* one before the last byte of the room */
    bool is_full;
};

static void put_byte(struct sink *sink, char byte)
{
    if (sink->at == sink->end) {
        sink->is_full = true;
        return;
    }
    *sink->at++ = byte;
}

static void put_plain(struct sink *sink, const char *text)
{
    for (; *text != '\0'; text++)
        put_byte(sink, *text);
}

static bool is_unreserved(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9') || strchr("-._~/", byte) != NULL;
}

static void put_encoded(struct sink *sink, const char *text)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (; *text != '\0'; text++) {
        if (is_unreserved(*text)) {
            put_byte(sink, *text);
            continue;
        }
        uint8_t byte = (uint8_t)*text;
        put_byte(sink, '%');
        put_byte(sink, DIGITS[byte >> 4]);
        put_byte(sink, DIGITS[byte & 15]);
    }
}

int32_t svi_store_path(const struct sv_store *store, const char *key,
                       const char *query, char *out, uint32_t room)
{
    if (room == 0)
        return SV_BOUND;
    struct sink sink = {out, out + room - 1, false};
    if (store->kind == SVI_STORE_AZ || store->path_style) {
        put_byte(&sink, '/');
        put_encoded(&sink, store->bucket);
    }
    if (key != NULL) {
        put_byte(&sink, '/');
        put_encoded(&sink, store->prefix);
        put_encoded(&sink, key);
    } else if (sink.at == out) {
        put_byte(&sink, '/');
    }
    char mark = '?';
    if (query != NULL && query[0] != '\0') {
        put_byte(&sink, mark);
        put_plain(&sink, query);
        mark = '&';
    }
    if (store->sas != NULL) {
        put_byte(&sink, mark);
        put_plain(&sink, store->sas[0] == '?' ? store->sas + 1 : store->sas);
    }
    *sink.at = '\0';
    return sink.is_full ? SV_BOUND : 0;
}
