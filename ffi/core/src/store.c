/* store.c -- settings text to struct sv_store, and back to nothing; see
 * stor_store.h for the names and values. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "svi_store.h"

#define ENDPOINTS_MAX 64u
#define NUMBER_MAX 1000000000u

enum kind { TEXT, BOOLEAN, NUMBER, STORE_KIND, CHECKSUM, HTTP_VERSION };

struct field {
    const char *name;
    size_t at;
    enum kind kind;
};

#define FIELD(name, kind) {#name, offsetof(struct sv_store, name), kind}

static const struct field FIELDS[] = {
    FIELD(bucket, TEXT),
    FIELD(prefix, TEXT),
    FIELD(region, TEXT),
    FIELD(access_key, TEXT),
    FIELD(secret_key, TEXT),
    FIELD(session_token, TEXT),
    FIELD(sas, TEXT),
    FIELD(bearer, TEXT),
    FIELD(ca_file, TEXT),
    FIELD(proxy, TEXT),
    FIELD(detours, TEXT),
    FIELD(path_style, BOOLEAN),
    FIELD(insecure, BOOLEAN),
    FIELD(connect_timeout_ms, NUMBER),
    FIELD(stall_timeout_ms, NUMBER),
    FIELD(request_timeout_ms, NUMBER),
    FIELD(kind, STORE_KIND),
    FIELD(checksum, CHECKSUM),
    FIELD(http_version, HTTP_VERSION),
};
#define FIELD_COUNT (sizeof FIELDS / sizeof FIELDS[0])

static void wipe(char *text)
{
    if (text == NULL)
        return;
    explicit_bzero(text, strlen(text));
    free(text);
}

static bool parse_number(const char *text, uint32_t *out)
{
    uint64_t number = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        number = number * 10 + (uint64_t)(*text - '0');
        if (number > NUMBER_MAX)
            return false;
    }
    *out = (uint32_t)number;
    return true;
}

/* Index of `text` in `words`, which NULL ends; -1 if it is none of them. */
static int word_index(const char *text, const char *const *words)
{
    for (int i = 0; words[i] != NULL; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    return -1;
}

/* A header or a URL that is made of it must stay one line. */
static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return false;
    return true;
}

static int32_t put_text(char **place, const char *value)
{
    if (!is_plain(value))
        return SV_LAYOUT;
    char *copy = strdup(value);
    if (copy == NULL)
        return -ENOMEM;
    wipe(*place);
    *place = copy;
    return 0;
}

static int32_t put_word(uint32_t *place, const char *value, enum kind kind)
{
    static const char *const KINDS[] = {"s3", "az", NULL};
    static const char *const CHECKSUMS[] = {"none", "crc32c", "crc64nvme",
                                            NULL};
    static const char *const VERSIONS[] = {"", "1", "2", NULL};
    const char *const *words = kind == STORE_KIND ? KINDS
                               : kind == CHECKSUM ? CHECKSUMS
                                                  : VERSIONS;
    int index = *value == '\0' ? -1 : word_index(value, words);
    if (index < 0)
        return SV_LAYOUT;
    *place = (uint32_t)index;
    return 0;
}

static int32_t put_field(struct sv_store *store, const struct field *field,
                         const char *value)
{
    static const char *const BOOLEANS[] = {"0", "1", NULL};
    char *place = (char *)store + field->at;
    int word;
    switch (field->kind) {
    case TEXT:
        return put_text((char **)(void *)place, value);
    case BOOLEAN:
        word = word_index(value, BOOLEANS);
        *(bool *)place = word == 1;
        return word < 0 ? SV_LAYOUT : 0;
    case NUMBER:
        return parse_number(value, (uint32_t *)(void *)place) ? 0 : SV_LAYOUT;
    default:
        return put_word((uint32_t *)(void *)place, value, field->kind);
    }
}

/* "http://host[:port]" or https, nothing behind it but slashes. */
static int32_t add_endpoint(struct sv_store *store, const char *value)
{
    size_t scheme = strncmp(value, "http://", 7) == 0    ? 7
                    : strncmp(value, "https://", 8) == 0 ? 8
                                                         : 0;
    size_t length = strlen(value);
    while (length > scheme && value[length - 1] == '/')
        length--;
    if (scheme == 0 || length == scheme || !is_plain(value) ||
        store->endpoint_count == ENDPOINTS_MAX)
        return SV_LAYOUT;
    for (size_t i = scheme; i < length; i++)
        if (strchr("/?#@ ", value[i]) != NULL)
            return SV_LAYOUT;
    char *copy = strndup(value, length);
    if (copy == NULL)
        return -ENOMEM;
    store->endpoints[store->endpoint_count++] = copy;
    return 0;
}

static int32_t put_setting(struct sv_store *store, const char *text,
                           bool *has_kind)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL)
        return SV_LAYOUT;
    size_t length = (size_t)(equals - text);
    if (length == 8 && strncmp(text, "endpoint", length) == 0)
        return add_endpoint(store, equals + 1);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (strlen(FIELDS[i].name) != length ||
            strncmp(text, FIELDS[i].name, length) != 0)
            continue;
        *has_kind = *has_kind || FIELDS[i].kind == STORE_KIND;
        return put_field(store, &FIELDS[i], equals + 1);
    }
    return SV_LAYOUT;
}

static struct sv_store *allocate(void)
{
    struct sv_store *store = calloc(1, sizeof *store);
    if (store == NULL)
        return NULL;
    store->endpoints = calloc(ENDPOINTS_MAX, sizeof *store->endpoints);
    store->prefix = strdup("");
    store->http_version = 1;
    if (store->endpoints == NULL || store->prefix == NULL) {
        sv_store_close(store);
        return NULL;
    }
    return store;
}

/* Half a pair of keys is a mistake, not an unsigned store. */
static bool is_whole(const struct sv_store *store)
{
    return store->endpoint_count > 0 && store->bucket != NULL &&
           store->bucket[0] != '\0' &&
           (store->access_key == NULL) == (store->secret_key == NULL) &&
           (store->access_key == NULL || store->region != NULL);
}

int32_t sv_store_open(const char *settings, int32_t *failed,
                      struct sv_store **out)
{
    *out = NULL;
    *failed = -1;
    struct sv_store *store = allocate();
    if (store == NULL)
        return -ENOMEM;
    bool has_kind = false;
    int32_t status = 0, index = 0;
    for (const char *text = settings; *text != '\0';
         text += strlen(text) + 1, index++) {
        status = put_setting(store, text, &has_kind);
        if (status != 0) {
            *failed = status == SV_LAYOUT ? index : -1;
            break;
        }
    }
    if (status == 0 && (!has_kind || !is_whole(store)))
        status = SV_LAYOUT;
    if (status != 0) {
        sv_store_close(store);
        return status;
    }
    *out = store;
    return 0;
}

void sv_store_close(struct sv_store *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (FIELDS[i].kind == TEXT)
            wipe(*(char **)(void *)((char *)store + FIELDS[i].at));
    for (uint32_t i = 0; i < store->endpoint_count; i++)
        free(store->endpoints[i]);
    free(store->endpoints);
    free(store);
}
