/* fake_store_sums.h -- checksums that the fake store returns, right and wrong:
 * one part of fake_store_requests.h, which includes it. */
#ifndef FAKE_STORE_SUMS_H
#define FAKE_STORE_SUMS_H

static void fake_return_sum(struct svi_request *request, uint32_t kind,
                            const char *sum)
{
    request->checksum_kind = kind;
    (void)snprintf(request->checksum, sizeof request->checksum, "%s", sum);
    if (fake.wrong_sum)
        request->checksum[0] = request->checksum[0] == 'A' ? 'B' : 'A';
}

static void fake_md5(const uint8_t *bytes, uint64_t count, char *out)
{
    struct svi_md5 md5;
    uint8_t digest[SVI_MD5_BYTES];
    svi_md5_start(&md5);
    svi_md5_take(&md5, bytes, count);
    svi_md5_finish(&md5, digest);
    svi_md5_text(digest, out);
}

/* The sum of bytes that are given back, if it was asked for. */
static void fake_sum_read(struct svi_request *request, const uint8_t *bytes,
                          uint64_t count)
{
    /* Azure has an MD5 beside each blob. */
    const char *mode =
        fake.returns_sums == SVI_SUM_MD5 ? "true"
        : fake.is_azure ? fake_header(request, "x-ms-range-get-content-crc64: ")
                      : fake_header(request, "x-amz-checksum-mode: ");
    char text[SVI_SUM_ROOM] = "of another kind";
    if (mode == NULL || fake.returns_sums == SVI_SUM_NONE)
        return;
    EXPECT(strcmp(mode, fake.is_azure ? "true" : "ENABLED") == 0);
    if (fake.returns_sums == SVI_SUM_MD5)
        fake_md5(bytes, count, text);
    else if (fake.returns_sums != SVI_SUM_OTHER)
        svi_sum_text(fake.returns_sums,
                     fake.returns_sums == SVI_SUM_CRC32C
                         ? sv_crc32c(0, bytes, count)
                         : svi_crc64nvme(0, bytes, count),
                     text);
    fake_return_sum(request, fake.returns_sums, text);
}

static void fake_check_sum(struct fake_call *call)
{
    struct svi_request *request = call->request;
    static const struct {
        const char *name;
        uint32_t kind;
    } SUMS[] = {
        {"x-amz-checksum-crc64nvme: ", SVI_SUM_CRC64},
        {"x-ms-content-crc64: ", SVI_SUM_CRC64_AZURE},
        {"x-amz-checksum-crc32c: ", SVI_SUM_CRC32C},
    };
    char text[SVI_SUM_ROOM];
    for (size_t i = 0; i < sizeof SUMS / sizeof SUMS[0]; i++) {
        const char *sum = fake_header(request, SUMS[i].name);
        if (sum == NULL)
            continue;
        fake_return_sum(request, SUMS[i].kind, sum);
        return;
    }
    /* Some stores sum what came without a sum. */
    if (fake.returns_sums == SVI_SUM_NONE)
        return;
    if (fake.returns_sums == SVI_SUM_MD5)
        fake_md5(call->body, call->body_bytes, text);
    else
        svi_sum_text(fake.returns_sums,
                     svi_crc64nvme(0, call->body, call->body_bytes), text);
    fake_return_sum(request, fake.returns_sums, text);
}

/* The element with the checksum of an upload whose parts were sent with one. */
static void fake_sum_whole(const struct fake_call *call,
                           const struct fake_upload *upload,
                           const uint8_t *bytes, char *out)
{
    const char *sent = memmem(call->body, call->body_bytes, "<ChecksumCRC", 12);
    const bool is_short = sent != NULL && sent[12] == '3';
    char text[SVI_SUM_ROOM];
    uint64_t at = 0, crc = 0;
    uint32_t list = 0, count = 0;
    out[0] = '\0';
    if (sent == NULL || fake.is_azure)
        return;
    for (; upload->parts[count] != NULL; count++) {
        const uint32_t word = __builtin_bswap32(
            sv_crc32c(0, bytes + at, upload->sizes[count]));
        list = sv_crc32c(list, &word, sizeof word);
        crc = svi_crc64nvme(crc, bytes + at, upload->sizes[count]);
        at += upload->sizes[count];
    }
    svi_sum_text(is_short ? SVI_SUM_CRC32C : SVI_SUM_CRC64,
                 is_short ? list : crc, text);
    if (is_short)
        (void)sprintf(text + strlen(text), "-%u", count);
    if (fake.wrong_sum_of_upload)
        text[0] = text[0] == 'A' ? 'B' : 'A';
    const char *name = is_short ? "ChecksumCRC32C" : "ChecksumCRC64NVME";
    (void)sprintf(out, "<%s>%s</%s>", name, text, name);
}

#endif
