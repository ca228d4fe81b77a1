/* fake_store_list.h -- listings of the fake store, honest and not: one part of
 * fake_store_requests.h, which includes it. */
#ifndef FAKE_STORE_LIST_H
#define FAKE_STORE_LIST_H

#define FAKE_LIST_MAX 20000u

static int fake_order(const void *a, const void *b)
{
    const struct fake_object *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

/* The number in the name of a block: base64 of 9 hex and 6 decimal digits. */
static uint32_t fake_block_number(const char *id)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789+/";
    uint8_t bytes[15];
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t word = 0;
        for (uint32_t j = 0; j < 4; j++)
            word = word << 6 |
                   (uint32_t)(strchr(DIGITS, id[i * 4 + j]) - DIGITS);
        bytes[i * 3] = (uint8_t)(word >> 16);
        bytes[i * 3 + 1] = (uint8_t)(word >> 8);
        bytes[i * 3 + 2] = (uint8_t)word;
    }
    uint32_t number = 0;
    for (uint32_t i = 9; i < 15; i++)
        number = number * 10 + (uint32_t)(bytes[i] - '0');
    return number;
}

static uint32_t fake_gather(const char *prefix, const char *after,
                            struct fake_object **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < FAKE_BUCKETS; i++)
        for (struct fake_object *at = fake.buckets[i]; at; at = at->next) {
            const bool is_listed = at->is_there || fake.lists_deleted;
            if (!is_listed || strncmp(at->name, prefix, strlen(prefix)) != 0 ||
                strcmp(at->name, after) <= 0)
                continue;
            EXPECT(count < FAKE_LIST_MAX);
            out[count++] = at;
        }
    qsort(out, count, sizeof *out, fake_order);
    return count;
}

static size_t fake_entry(char *text, const char *name, uint64_t size)
{
    const unsigned long long told =
        (unsigned long long)((int64_t)size + fake.size_off);
    if (fake.is_azure)
        return (size_t)sprintf(
            text,
            "<Blob><Name>%s</Name><Properties><Etag>x</Etag><Content-Length>"
            "%llu</Content-Length></Properties></Blob>",
            name, told);
    return (size_t)sprintf(text,
                           "<Contents><Key>%s</Key><ETag>&quot;x&quot;</ETag>"
                           "<Size>%llu</Size><Owner><ID/></Owner></Contents>",
                           name, told);
}

static void fake_list(struct fake_call *call)
{
    static struct fake_object *all[FAKE_LIST_MAX];
    const char *path = call->request->path_query;
    char prefix[1000], after[1000] = "", most[1000];
    EXPECT(fake_query(path, "prefix", prefix));
    (void)fake_query(path, "start-after", after);
    EXPECT(fake_query(path, fake.is_azure ? "maxresults" : "max-keys", most));
    if (fake.lists_before)
        after[0] = '\0';
    const uint32_t count = fake_gather(prefix, after, all);
    uint32_t limit = (uint32_t)atoi(most) + (fake.lists_more ? 1 : 0);
    const bool is_cut = count > limit;
    limit = is_cut ? limit : count;
    if (fake.swaps_listed && limit > 1) {
        struct fake_object *first = all[0];
        all[0] = all[1];
        all[1] = first;
    }
    char *text = malloc(1000 + (size_t)(limit + 2) * 2 * 400);
    size_t at = (size_t)sprintf(
        text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>%s",
        fake.is_azure ? "<EnumerationResults A=\"b\"><Blobs>"
                      : "<ListBucketResult xmlns=\"http://x/\"><Name>b</Name>");
    for (uint32_t i = 0; i < limit; i++) {
        if (fake.hides_listed && i % 3 == 1)
            continue;
        at += fake_entry(text + at, all[i]->name, all[i]->size);
        if (fake.doubles_listed && i == 0)
            at += fake_entry(text + at, all[i]->name, all[i]->size);
    }
    if (fake.adds_last && is_cut)
        at += fake_entry(text + at, all[count - 1]->name,
                         all[count - 1]->size);
    if (fake.lists_foreign && limit > 0)
        at += fake_entry(text + at, "pre fix/keys/somebody-else", 5);
    if (fake.is_azure)
        at += (size_t)sprintf(text + at,
                              "</Blobs><NextMarker>%s</NextMarker>"
                              "</EnumerationResults>",
                              is_cut ? "more" : "");
    else
        at += (size_t)sprintf(text + at,
                              "<IsTruncated>%s</IsTruncated>%s",
                              is_cut ? "true" : "false",
                              fake.breaks_xml ? "" : "</ListBucketResult>");
    fake_hold(call, (const uint8_t *)text, at);
    free(text);
    call->request->http_status = 200;
}

#endif
