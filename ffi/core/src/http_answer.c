/* http_answer.c -- what the lines before a body say of an answer, and the
 * bodies of errors. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http_inside.h"

static bool has_name(const char *line, size_t length, const char *name)
{
    size_t name_length = strlen(name);
    return length > name_length && line[name_length] == ':' &&
           strncasecmp(line, name, name_length) == 0;
}

/* The value of a header line, without spaces around it, cut to `room`. */
static void take_value(const char *line, size_t length, char *out, size_t room)
{
    const char *from = memchr(line, ':', length);
    const char *end = line + length;
    from = from == NULL ? end : from + 1;
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' '))
        end--;
    size_t count = (size_t)(end - from) < room ? (size_t)(end - from)
                                               : room - 1;
    memcpy(out, from, count);
    out[count] = '\0';
}

static uint64_t take_number(const char *line, size_t length)
{
    char text[24];
    take_value(line, length, text, sizeof text);
    return strtoull(text, NULL, 10);
}

/* "HTTP/1.1 200 OK": a new answer begins; one of 1xx is not the last. */
static void start_answer(struct svi_call *call, const char *line, size_t length)
{
    struct svi_request *request = call->request;
    char text[16] = "";
    const char *space = memchr(line, ' ', length);
    if (space != NULL) {
        size_t rest = length - (size_t)(space + 1 - line);
        size_t count = rest < sizeof text ? rest : sizeof text - 1;
        memcpy(text, space + 1, count);
        text[count] = '\0';
    }
    request->http_status = (uint32_t)strtoul(text, NULL, 10);
    call->is_success =
        request->http_status >= 200 && request->http_status < 300;
    call->says_close = strncmp(line, "HTTP/1.0", 8) == 0;
    request->content_length = UINT64_MAX;
    request->total_bytes = UINT64_MAX;
    request->retry_after_s = 0;
    request->etag[0] = '\0';
    request->checksum[0] = '\0';
    request->checksum_kind = SVI_SUM_NONE;
    request->request_id[0] = '\0';
    request->code[0] = '\0';
}

/* "bytes 0-99/1000": what is behind the slash. */
static void take_total(struct svi_request *request, const char *line,
                       size_t length)
{
    char text[80];
    take_value(line, length, text, sizeof text);
    const char *slash = strrchr(text, '/');
    if (slash != NULL && slash[1] >= '0' && slash[1] <= '9')
        request->total_bytes = strtoull(slash + 1, NULL, 10);
}

/* Of several the last of this table: the one that costs least to compare. */
static void take_checksum(struct svi_request *request, const char *line,
                          size_t length)
{
    static const struct {
        const char *name;
        uint32_t kind;
    } SUMS[] = {
        {"content-md5", SVI_SUM_MD5},
        {"x-amz-checksum-crc32", SVI_SUM_OTHER},
        {"x-amz-checksum-sha1", SVI_SUM_OTHER},
        {"x-amz-checksum-sha256", SVI_SUM_OTHER},
        {"x-goog-hash", SVI_SUM_CRC32C},
        {"x-amz-checksum-crc32c", SVI_SUM_CRC32C},
        {"x-amz-checksum-crc64nvme", SVI_SUM_CRC64},
        {"x-ms-content-crc64", SVI_SUM_CRC64_AZURE},
    };
    for (size_t i = 0; i < sizeof SUMS / sizeof SUMS[0]; i++) {
        if (SUMS[i].kind < request->checksum_kind ||
            !has_name(line, length, SUMS[i].name))
            continue;
        char text[80];
        take_value(line, length, text, sizeof text);
        /* "crc32c=AAAAAA==,md5=...", or each in a line of its own. */
        const bool is_google = SUMS[i].name[2] == 'g';
        const char *from = is_google ? strstr(text, "crc32c=") : text;
        if (from == NULL || from[0] == '\0' || from[0] == ',')
            continue;
        from += is_google ? strlen("crc32c=") : 0;
        const size_t count = strcspn(from, ",");
        const size_t room = sizeof request->checksum - 1;
        memcpy(request->checksum, from, count < room ? count : room);
        request->checksum[count < room ? count : room] = '\0';
        request->checksum_kind = SUMS[i].kind;
    }
}

static void take_header(struct svi_call *call, const char *line, size_t length)
{
    struct svi_request *request = call->request;
    switch (line[0] | 0x20) {
    case 'c':
        if (has_name(line, length, "content-length")) {
            request->content_length = take_number(line, length);
        } else if (has_name(line, length, "content-range")) {
            take_total(request, line, length);
        } else if (has_name(line, length, "connection")) {
            char text[16];
            take_value(line, length, text, sizeof text);
            call->says_close =
                call->says_close || strcasecmp(text, "close") == 0;
        } else {
            take_checksum(request, line, length);
        }
        return;
    case 'e':
        if (has_name(line, length, "etag"))
            take_value(line, length, request->etag, sizeof request->etag);
        return;
    case 'r':
        if (has_name(line, length, "retry-after"))
            request->retry_after_s = (uint32_t)take_number(line, length);
        return;
    case 'x':
        if (has_name(line, length, "x-amz-request-id") ||
            has_name(line, length, "x-ms-request-id"))
            take_value(line, length, request->request_id,
                       sizeof request->request_id);
        else if (has_name(line, length, "x-ms-error-code") ||
                 has_name(line, length, "x-error-code"))
            take_value(line, length, request->code, sizeof request->code);
        else
            take_checksum(request, line, length);
        return;
    default:
        return;
    }
}

void svi_answer_line(struct svi_call *call, const char *line, size_t length)
{
    call->activity_ns = sv_now_ns();
    if (length > 5 && strncmp(line, "HTTP/", 5) == 0) {
        if (call->request->first_byte_ns == 0)
            call->request->first_byte_ns = call->activity_ns;
        start_answer(call, line, length);
    } else if (length > 2) {
        take_header(call, line, length);
    }
}

void svi_answer_keep(struct svi_request *request, const char *bytes,
                     size_t count)
{
    if (request->answer == NULL ||
        request->answer_bytes + 1 >= request->answer_room)
        return;
    size_t room = request->answer_room - 1 - request->answer_bytes;
    size_t kept = count < room ? count : room;
    memcpy(request->answer + request->answer_bytes, bytes, kept);
    request->answer_bytes += (uint32_t)kept;
    request->answer[request->answer_bytes] = '\0';
}
