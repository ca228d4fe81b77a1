/* http_sign.c -- Signature Version 4; see svi_sign.h. The steps and their names
 * are those of "Authenticating Requests" in the S3 API reference. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "svi_crypto.h"
#include "svi_sign.h"
#include "svi_store.h"

#define HASH_BYTES 32u
#define CANONICAL_ROOM 20480u

struct svi_signer {
    const struct sv_store *store;
    const struct svi_crypto *crypto;
    void *hash;
    void *keyed;     /* HMAC with the key of the day */
    uint64_t day;    /* that key's, in days since 1970 */
    uint64_t second; /* of `stamp` */
    bool has_stamp;
    char stamp[20];  /* 20261121T061500Z */
    char scope[128]; /* 20261121/region/s3/aws4_request */
    char canonical[CANONICAL_ROOM];
};

struct writer {
    char *at;
    char *end;
    bool is_full;
};

bool svi_signer_is_here(void)
{
    return svi_crypto() != NULL;
}

int32_t svi_signer_open(const struct sv_store *store, struct svi_signer **out)
{
    *out = NULL;
    if (!svi_signer_is_here())
        return SV_NO_CURL;
    struct svi_signer *signer = calloc(1, sizeof *signer);
    if (signer == NULL)
        return -ENOMEM;
    signer->store = store;
    signer->crypto = svi_crypto();
    signer->day = UINT64_MAX;
    signer->hash = signer->crypto->EVP_MD_CTX_new();
    signer->keyed = signer->crypto->HMAC_CTX_new();
    if (signer->hash == NULL || signer->keyed == NULL ||
        signer->crypto->EVP_DigestInit_ex(
            signer->hash, signer->crypto->EVP_sha256(), NULL) != 1) {
        svi_signer_close(signer);
        return -ENOMEM;
    }
    *out = signer;
    return 0;
}

void svi_signer_close(struct svi_signer *signer)
{
    if (signer == NULL)
        return;
    if (signer->hash != NULL)
        signer->crypto->EVP_MD_CTX_free(signer->hash);
    if (signer->keyed != NULL)
        signer->crypto->HMAC_CTX_free(signer->keyed); /* cleanses its key */
    explicit_bzero(signer, sizeof *signer);
    free(signer);
}

static void put(struct writer *writer, const char *text, size_t length)
{
    if ((size_t)(writer->end - writer->at) < length) {
        writer->is_full = true;
        return;
    }
    memcpy(writer->at, text, length);
    writer->at += length;
}

static void put_text(struct writer *writer, const char *text)
{
    put(writer, text, strlen(text));
}

static void put_hex(struct writer *writer, const uint8_t *bytes, size_t count)
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        char two[2] = {DIGITS[bytes[i] >> 4], DIGITS[bytes[i] & 15]};
        put(writer, two, 2);
    }
}

static void keyed_hash(struct svi_signer *signer, const void *key,
                       size_t key_bytes, const char *text, size_t length,
                       uint8_t *out)
{
    unsigned int count = HASH_BYTES;
    (void)signer->crypto->HMAC_Init_ex(
        signer->keyed, key, (int)key_bytes,
        key != NULL ? signer->crypto->EVP_sha256() : NULL, NULL);
    (void)signer->crypto->HMAC_Update(signer->keyed,
                                      (const unsigned char *)text, length);
    (void)signer->crypto->HMAC_Final(signer->keyed, out, &count);
}

/* Leaves the key of the day in `keyed`. */
static int32_t derive_key(struct svi_signer *signer)
{
    const char *secret = signer->store->secret_key;
    const char *region = signer->store->region;
    size_t first_bytes = strlen(secret) + 4;
    char *first = malloc(first_bytes + 1);
    uint8_t key[HASH_BYTES];
    if (first == NULL)
        return -ENOMEM;
    (void)snprintf(first, first_bytes + 1, "AWS4%s", secret);
    keyed_hash(signer, first, first_bytes, signer->stamp, 8, key);
    keyed_hash(signer, key, sizeof key, region, strlen(region), key);
    keyed_hash(signer, key, sizeof key, "s3", 2, key);
    keyed_hash(signer, key, sizeof key, "aws4_request", 12, key);
    (void)signer->crypto->HMAC_Init_ex(signer->keyed, key, sizeof key,
                                       signer->crypto->EVP_sha256(), NULL);
    explicit_bzero(first, first_bytes);
    explicit_bzero(key, sizeof key);
    free(first);
    return 0;
}

static int32_t set_time(struct svi_signer *signer, uint64_t time_s)
{
    if (signer->has_stamp && signer->second == time_s)
        return 0;
    time_t seconds = (time_t)time_s;
    struct tm utc;
    if (gmtime_r(&seconds, &utc) == NULL ||
        strftime(signer->stamp, sizeof signer->stamp, "%Y%m%dT%H%M%SZ", &utc) ==
            0)
        return SV_BOUND;
    signer->second = time_s;
    signer->has_stamp = true;
    if (signer->day == time_s / 86400)
        return 0;
    int length =
        snprintf(signer->scope, sizeof signer->scope, "%.8s/%s/s3/aws4_request",
                 signer->stamp, signer->store->region);
    if (length < 0 || (size_t)length >= sizeof signer->scope)
        return SV_BOUND;
    int32_t status = derive_key(signer);
    if (status == 0)
        signer->day = time_s / 86400;
    return status;
}

static bool is_signed(const char *header)
{
    if (strchr(header, ':') == NULL)
        return false;
    return strncasecmp(header, "x-amz-", 6) == 0 ||
           strncasecmp(header, "content-type:", 13) == 0 ||
           strncasecmp(header, "content-md5:", 12) == 0;
}

static size_t name_length(const char *header)
{
    const char *colon = strchr(header, ':');
    return colon != NULL ? (size_t)(colon - header) : strlen(header);
}

static int order(const char *a, const char *b)
{
    size_t a_length = name_length(a), b_length = name_length(b);
    int sign = strncasecmp(a, b, a_length < b_length ? a_length : b_length);
    return sign != 0 ? sign : (a_length > b_length) - (a_length < b_length);
}

/* Those to be signed, by name; at most SVI_SIGN_HEADERS_MAX. */
static uint32_t pick(const struct svi_signed *request, const char *host,
                     const char *date, const char **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < request->header_count + 2; i++) {
        const char *header = i < request->header_count    ? request->headers[i]
                             : i == request->header_count ? host
                                                          : date;
        if (i < request->header_count && !is_signed(header))
            continue;
        if (count == SVI_SIGN_HEADERS_MAX)
            return SVI_SIGN_HEADERS_MAX + 1;
        uint32_t at = count++;
        for (; at > 0 && order(out[at - 1], header) > 0; at--)
            out[at] = out[at - 1];
        out[at] = header;
    }
    return count;
}

static void put_name(struct writer *writer, const char *header)
{
    size_t length = name_length(header);
    for (size_t i = 0; i < length; i++) {
        char small = (char)tolower((unsigned char)header[i]);
        put(writer, &small, 1);
    }
}

/* The value without spaces around it, and one for several inside. */
static void put_value(struct writer *writer, const char *header)
{
    const char *at = header + name_length(header) + 1;
    while (*at == ' ')
        at++;
    for (; *at != '\0'; at++) {
        bool is_last = at[1] == ' ' || at[1] == '\0';
        if (*at != ' ' || !is_last)
            put(writer, at, 1);
    }
}

static void put_names(struct writer *writer, const char *const *headers,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            put(writer, ";", 1);
        put_name(writer, headers[i]);
    }
}

static void put_canonical(struct writer *writer,
                          const struct svi_signed *request,
                          const char *const *headers, uint32_t count)
{
    size_t path = strcspn(request->path_query, "?");
    const char *query = request->path_query + path;
    put_text(writer, request->method);
    put(writer, "\n", 1);
    put(writer, request->path_query, path);
    put(writer, "\n", 1);
    put_text(writer, *query == '?' ? query + 1 : query);
    put(writer, "\n", 1);
    for (uint32_t i = 0; i < count; i++) {
        put_name(writer, headers[i]);
        put(writer, ":", 1);
        put_value(writer, headers[i]);
        put(writer, "\n", 1);
    }
    put(writer, "\n", 1);
    put_names(writer, headers, count);
    put(writer, "\n", 1);
    for (uint32_t i = 0; i < count; i++)
        if (strncasecmp(headers[i], "x-amz-content-sha256:", 21) == 0)
            put_value(writer, headers[i]);
}

static void hash(struct svi_signer *signer, const char *text, size_t length,
                 uint8_t *out)
{
    (void)signer->crypto->EVP_DigestInit_ex(signer->hash, NULL, NULL);
    (void)signer->crypto->EVP_DigestUpdate(signer->hash, text, length);
    (void)signer->crypto->EVP_DigestFinal_ex(signer->hash, out, NULL);
}

int32_t svi_sign(struct svi_signer *signer, const struct svi_signed *request,
                 struct svi_signature *out)
{
    const char *headers[SVI_SIGN_HEADERS_MAX];
    char host[300];
    uint8_t digest[HASH_BYTES];
    int32_t status = set_time(signer, request->time_s);
    if (status != 0)
        return status;
    (void)snprintf(out->date, sizeof out->date, "x-amz-date: %s",
                   signer->stamp);
    if (snprintf(host, sizeof host, "host: %s", request->host) >=
        (int)sizeof host)
        return SV_BOUND;
    uint32_t count = pick(request, host, out->date, headers);
    if (count > SVI_SIGN_HEADERS_MAX)
        return SV_BOUND;
    struct writer canonical = {signer->canonical,
                               signer->canonical + CANONICAL_ROOM, false};
    put_canonical(&canonical, request, headers, count);
    hash(signer, signer->canonical, (size_t)(canonical.at - signer->canonical),
         digest);
    /* From here on the room holds the string to sign. */
    struct writer signing = {signer->canonical,
                             signer->canonical + CANONICAL_ROOM, false};
    put_text(&signing, "AWS4-HMAC-SHA256\n");
    put_text(&signing, signer->stamp);
    put_text(&signing, "\n");
    put_text(&signing, signer->scope);
    put_text(&signing, "\n");
    put_hex(&signing, digest, sizeof digest);
    keyed_hash(signer, NULL, 0, signer->canonical,
               (size_t)(signing.at - signer->canonical), digest);
    struct writer text = {out->authorization,
                          out->authorization + SVI_SIGN_ROOM - 1, false};
    put_text(&text, "Authorization: AWS4-HMAC-SHA256 Credential=");
    put_text(&text, signer->store->access_key);
    put_text(&text, "/");
    put_text(&text, signer->scope);
    put_text(&text, ", SignedHeaders=");
    put_names(&text, headers, count);
    put_text(&text, ", Signature=");
    put_hex(&text, digest, sizeof digest);
    *text.at = '\0';
    return canonical.is_full || signing.is_full || text.is_full ? SV_BOUND : 0;
}
