/* object_list.c -- one page of a listing, held against the oracle as it comes.
 *
 * S3 pages start after a key of the lane; Azure has no such thing, so its pages
 * are narrowed by a prefix that is a part of the key's name. Names have the
 * order of their numbers, so what must come next is always known: a key of the
 * lane that is passed over is missing, unless it may be absent. Keys of other
 * lanes are only checked for their order and their names.
 */
#include <stdio.h>
#include <string.h>

#include "svi_object_lane.h"

#define QUERY_ROOM 4000u

static bool is_azure(const struct svi_object_lane *lane)
{
    return lane->objects->store->kind == SVI_STORE_AZ;
}

/* Digits that a prefix leaves open, so that a full page fits below it. */
static uint32_t open_digits(const struct svi_object_lane *lane)
{
    uint32_t digits = 1;
    for (uint32_t keys = 10; keys < lane->spec.list_limit; keys *= 10)
        digits++;
    return digits;
}

static int32_t put_encoded(char *query, const char *name, const char *value)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    size_t at = strlen(query);
    at += (size_t)snprintf(query + at, QUERY_ROOM - at, "%s%s=",
                           at > 0 ? "&" : "", name);
    for (; *value != '\0'; value++) {
        const char byte = *value;
        if (at + 4 > QUERY_ROOM)
            return SV_BOUND;
        if ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
            (byte >= '0' && byte <= '9') || strchr("-._~", byte) != NULL) {
            query[at++] = byte;
        } else {
            query[at++] = '%';
            query[at++] = DIGITS[(uint8_t)byte >> 4];
            query[at++] = DIGITS[(uint8_t)byte & 15];
        }
    }
    query[at] = '\0';
    return 0;
}

static int32_t put_number(char *query, const char *name, uint32_t value)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", value);
    return put_encoded(query, name, text);
}

static int32_t azure_query(struct svi_object_lane *lane,
                           const struct svi_operation *operation, char *query)
{
    const struct sv_objects *objects = lane->objects;
    char name[2 * SVI_KEY_ROOM];
    const size_t prefix = strlen(objects->store->prefix);
    memcpy(name, objects->store->prefix, prefix);
    int32_t status = svi_object_stem(objects, operation->key,
                                     open_digits(lane), name + prefix,
                                     SVI_KEY_ROOM);
    if (status == 0)
        status = put_encoded(query, "comp", "list");
    if (status == 0)
        status = put_number(query, "maxresults", lane->spec.list_limit);
    if (status == 0)
        status = put_encoded(query, "prefix", name);
    return status != 0 ? status : put_encoded(query, "restype", "container");
}

static int32_t s3_query(struct svi_object_lane *lane,
                        const struct svi_operation *operation, char *query)
{
    const struct sv_objects *objects = lane->objects;
    char name[2 * SVI_KEY_ROOM];
    const size_t prefix = strlen(objects->store->prefix);
    (void)snprintf(name, sizeof name, "%s%s", objects->store->prefix,
                   objects->prefix);
    int32_t status = put_encoded(query, "encoding-type", "url");
    if (status == 0)
        status = put_encoded(query, "list-type", "2");
    if (status == 0)
        status = put_number(query, "max-keys", lane->spec.list_limit);
    if (status == 0)
        status = put_encoded(query, "prefix", name);
    if (status != 0 || operation->key == 0)
        return status;
    status = svi_object_name(objects, operation->key - 1, name + prefix,
                             SVI_KEY_ROOM);
    return status != 0 ? status : put_encoded(query, "start-after", name);
}

int32_t svi_page_request(struct svi_object_lane *lane,
                         struct svi_exchange *exchange)
{
    char query[QUERY_ROOM] = "";
    struct svi_request *request = &exchange->request;
    int32_t status = is_azure(lane)
                         ? azure_query(lane, exchange->operation, query)
                         : s3_query(lane, exchange->operation, query);
    request->method = SVI_GET;
    request->endpoint = lane->spec.endpoint;
    request->path_query = exchange->path;
    request->headers[0] = NULL;
    request->body_bytes = 0;
    request->expect_bytes = (uint64_t)lane->spec.list_limit * 400;
    if (status != 0)
        return status;
    return svi_store_path(lane->objects->store, NULL, query, exchange->path,
                          SVI_PATH_ROOM);
}

static bool is_own(const struct svi_object_lane *lane, uint64_t key)
{
    return key - lane->spec.first_key < lane->spec.key_count;
}

/* Changed while the page was under way: nothing can be said of it. */
static bool was_touched(const struct svi_object_lane *lane,
                        const struct svi_page *page, uint64_t key)
{
    const uint32_t touched = lane->touched[key - lane->spec.first_key];
    return (int32_t)(touched - page->touch) > 0;
}

static void open_window(const struct svi_object_lane *lane, uint64_t key,
                        struct svi_key_window *out)
{
    svi_key_window_open(svi_key_word(&lane->objects->oracle, key), out);
}

/* The keys from page->next up to `end` are not in the page. */
static void pass_over(struct svi_exchange *exchange, uint64_t end)
{
    struct svi_page *page = &exchange->body.page;
    struct svi_operation *operation = exchange->operation;
    const struct svi_object_lane *lane = operation->lane;
    uint64_t key = page->next;
    const uint64_t last = lane->spec.first_key + lane->spec.key_count;
    if (key < lane->spec.first_key)
        key = lane->spec.first_key;
    for (; key < end && key < last; key++) {
        struct svi_key_window window;
        open_window(lane, key, &window);
        if (was_touched(lane, page, key))
            SVI_COUNT(&operation->lane->base, units_overlapped, 1);
        else if (!window.absent)
            svi_judge_missing(operation, key, &window);
    }
    page->next = end;
}

static void tell_entry(struct svi_exchange *exchange, uint64_t key,
                       uint32_t class_)
{
    const struct svi_key_window none = {.low = 0, .high = 0};
    struct sv_finding finding;
    svi_object_finding(exchange->operation->lane->objects, &none, &finding);
    finding.class_ = class_;
    svi_object_found(exchange->operation, key, &finding);
}

/* In offset_bytes the keys that the page was asked for. */
static void tell_extra(struct svi_exchange *exchange)
{
    const struct svi_object_lane *lane = exchange->operation->lane;
    const struct svi_key_window none = {.low = 0, .high = 0};
    struct sv_finding finding;
    svi_object_finding(lane->objects, &none, &finding);
    finding.class_ = SV_CLASS_EXTRA;
    finding.offset_bytes = lane->spec.list_limit;
    svi_object_found(exchange->operation, exchange->body.page.extra, &finding);
}

/* A name that is no key has no number: it is itself the evidence, below the
 * store's prefix. Of a long one the end is kept. */
static void tell_stranger(struct svi_exchange *exchange)
{
    const struct sv_objects *objects = exchange->operation->lane->objects;
    const struct svi_key_window none = {.low = 0, .high = 0};
    const char *name = exchange->body.page.name;
    const size_t prefix = strlen(objects->store->prefix);
    struct sv_finding finding;
    if (strncmp(name, objects->store->prefix, prefix) == 0)
        name += prefix;
    const size_t length = strlen(name);
    const size_t room = sizeof finding.found;
    svi_object_finding(objects, &none, &finding);
    finding.class_ = SV_CLASS_FOREIGN;
    finding.bad_bytes = (uint32_t)length;
    finding.sample_byte = length > room ? (uint32_t)(length - room) : 0;
    memcpy(finding.found, name + finding.sample_byte,
           length - finding.sample_byte);
    svi_object_found(exchange->operation, UINT32_MAX, &finding);
}

/* A key that no page of this kind was asked for. That it is gone says more. */
static void tell_outsider(struct svi_exchange *exchange, uint64_t key)
{
    const struct svi_page *page = &exchange->body.page;
    struct svi_operation *operation = exchange->operation;
    struct svi_key_window window = {.low = 1, .high = 1};
    if (is_own(operation->lane, key) &&
        !was_touched(operation->lane, page, key))
        open_window(operation->lane, key, &window);
    if (window.low > window.high && window.high != 0)
        svi_judge_size(operation, key, &window, page->size);
    else
        tell_entry(exchange, key, SV_CLASS_EXTRA);
}

static void judge_entry(struct svi_exchange *exchange, uint64_t key)
{
    struct svi_page *page = &exchange->body.page;
    struct svi_operation *operation = exchange->operation;
    struct svi_object_lane *lane = operation->lane;
    if (key == page->last) {
        tell_entry(exchange, key, SV_CLASS_DUPLICATED);
        return;
    }
    if (key < page->begin || key >= page->end) {
        tell_outsider(exchange, key);
        return;
    }
    if (key < page->next) {
        tell_entry(exchange, key, SV_CLASS_REORDERED);
        return;
    }
    /* Behind as many as were asked for a page says nothing of what it lacks. */
    if (page->entries <= lane->spec.list_limit)
        pass_over(exchange, key);
    page->next = key + 1;
    page->last = key;
    if (!is_own(lane, key))
        return;
    if (was_touched(lane, page, key)) {
        SVI_COUNT(&lane->base, units_overlapped, 1);
        return;
    }
    struct svi_key_window window;
    open_window(lane, key, &window);
    if (page->size != UINT64_MAX)
        svi_judge_size(operation, key, &window, page->size);
}

static bool end_entry(struct svi_exchange *exchange)
{
    struct svi_page *page = &exchange->body.page;
    const struct svi_object_lane *lane = exchange->operation->lane;
    if (!page->has_name || page->size == UINT64_MAX)
        return false;
    page->entries++;
    if (lane->spec.verify == SV_VERIFY_OFF)
        return true;
    const uint64_t key = svi_object_key_of(lane->objects, page->name);
    if (page->entries == lane->spec.list_limit + 1)
        page->extra = key;
    if (key == UINT64_MAX)
        tell_stranger(exchange);
    else
        judge_entry(exchange, key);
    return true;
}

/* The entry as a store sends it that lies. */
static bool end_faulty(struct svi_exchange *exchange)
{
    static const char STRANGER[] = "never-put";
    struct svi_page *page = &exchange->body.page;
    switch (svi_entry_fault(exchange)) {
    case SV_FAULT_LIST_MISSING:
        return true;
    case SV_FAULT_LIST_REPEAT:
        return end_entry(exchange) && end_entry(exchange);
    case SV_FAULT_LIST_EXTRA:
        if (!end_entry(exchange))
            return false;
        memcpy(page->name, STRANGER, sizeof STRANGER);
        return end_entry(exchange);
    default:
        return end_entry(exchange);
    }
}

static bool take_size(const char *text, uint64_t *out)
{
    *out = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || *out > UINT64_MAX / 10 - 10)
            return false;
        *out = *out * 10 + (uint64_t)(*at - '0');
    }
    return text[0] != '\0';
}

static bool take_element(void *owner, const char *parent, const char *name,
                         const char *text)
{
    struct svi_exchange *exchange = owner;
    struct svi_page *page = &exchange->body.page;
    const bool azure = is_azure(exchange->operation->lane);
    if (strcmp(name, azure ? "Blob" : "Contents") == 0) {
        const bool is_fine = SVI_FAULT_GATE_OPEN ? end_faulty(exchange)
                                                 : end_entry(exchange);
        page->has_name = false;
        page->size = UINT64_MAX;
        return is_fine;
    }
    if (strcmp(name, "Error") == 0)
        return false;
    if (azure && strcmp(name, "NextMarker") == 0)
        page->is_truncated = text[0] != '\0';
    if (!azure && strcmp(name, "IsTruncated") == 0)
        page->is_truncated = strcmp(text, "true") == 0;
    if (strcmp(parent, azure ? "Properties" : "Contents") == 0 &&
        strcmp(name, azure ? "Content-Length" : "Size") == 0)
        return take_size(text, &page->size);
    if (strcmp(parent, azure ? "Blob" : "Contents") != 0 ||
        strcmp(name, azure ? "Name" : "Key") != 0)
        return true;
    /* Longer than a key with every byte encoded can be. */
    char decoded[SVI_XML_TEXT + 1];
    memcpy(decoded, text, strlen(text) + 1);
    if ((!azure && !svi_percent_decode(decoded, true)) ||
        strlen(decoded) >= sizeof page->name)
        return false;
    memcpy(page->name, decoded, strlen(decoded) + 1);
    page->has_name = true;
    return true;
}

void svi_page_start(struct svi_object_lane *lane,
                    struct svi_exchange *exchange)
{
    const struct sv_objects *objects = lane->objects;
    const uint64_t key = exchange->operation->key;
    struct svi_page *page = &exchange->body.page;
    memset(page, 0, sizeof *page);
    page->xml.ended = take_element;
    page->xml.owner = exchange;
    page->next = key;
    page->extra = UINT64_MAX;
    page->end = objects->spec.key_count;
    page->last = UINT64_MAX;
    page->size = UINT64_MAX;
    page->touch = lane->touch_count;
    if (is_azure(lane)) {
        page->next = svi_object_stem_start(objects, key, open_digits(lane));
        page->end = svi_object_stem_end(objects, key, open_digits(lane));
    }
    page->begin = page->next;
}

bool svi_page_take(struct svi_request *request, const uint8_t *bytes,
                   size_t count)
{
    struct svi_exchange *exchange = (struct svi_exchange *)request;
    /* What is broken is told when all of it was heard. */
    (void)svi_xml_take(&exchange->body.page.xml, (const char *)bytes, count);
    return true;
}

int32_t svi_page_finish(struct svi_object_lane *lane,
                        struct svi_exchange *exchange)
{
    struct svi_page *page = &exchange->body.page;
    SVI_COUNT(&lane->base, keys_listed, page->entries);
    if (!svi_xml_is_whole(&page->xml))
        return SV_HTTP_BROKEN;
    if (lane->spec.verify == SV_VERIFY_OFF)
        return 0;
    /* One that was told already may be what made the page too long. */
    if (page->extra != UINT64_MAX && exchange->operation->findings == 0)
        tell_extra(exchange);
    /* A full page says nothing of what comes behind it. */
    if (!page->is_truncated)
        pass_over(exchange, page->end);
    return 0;
}
