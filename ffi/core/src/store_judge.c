/* store_judge.c -- what a whole answer of a store means.
 *
 * The HTTP status decides; the store's own code decides where the status says
 * too little: S3 sends errors inside a 200, a wrong region as a 400, and says
 * 404 of a bucket as of a key.
 */
#include <stdio.h>
#include <string.h>

#include "svi_store.h"

struct meaning {
    const char *code;
    int32_t status;
};

static const struct meaning CODES[] = {
    {"SlowDown", SV_HTTP_THROTTLED},
    {"SlowDownRead", SV_HTTP_THROTTLED},
    {"SlowDownWrite", SV_HTTP_THROTTLED},
    {"TooManyRequests", SV_HTTP_THROTTLED},
    {"ServerBusy", SV_HTTP_THROTTLED},
    {"RequestTimeTooSkewed", SV_HTTP_DENIED},
    {"ExpiredToken", SV_HTTP_DENIED},
    {"InvalidToken", SV_HTTP_DENIED},
    {"TokenRefreshRequired", SV_HTTP_DENIED},
    {"AuthorizationHeaderMalformed", SV_HTTP_REDIRECT},
    {"PermanentRedirect", SV_HTTP_REDIRECT},
    {"TemporaryRedirect", SV_HTTP_REDIRECT},
    {"IllegalLocationConstraintException", SV_HTTP_REDIRECT},
    {"RequestTimeout", SV_HTTP_TIMEOUT},
    {"OperationTimedOut", SV_HTTP_TIMEOUT},
    /* Not the key's absence: nothing was ever acknowledged there. */
    {"NoSuchBucket", SV_HTTP_REQUEST},
    {"ContainerNotFound", SV_HTTP_REQUEST},
    {"ContainerBeingDeleted", SV_HTTP_REQUEST},
};

/* The text of the first `name` element in `body`, cut to `room`. */
static bool element(const char *body, const char *name, char *out, size_t room)
{
    char open[32];
    (void)snprintf(open, sizeof open, "<%s>", name);
    const char *from = strstr(body, open);
    if (from == NULL)
        return false;
    from += strlen(open);
    size_t length = strcspn(from, "<");
    if (length >= room)
        length = room - 1;
    memcpy(out, from, length);
    out[length] = '\0';
    return true;
}

void svi_store_take_code(struct svi_request *request)
{
    if (request->answer == NULL || request->answer_bytes == 0)
        return;
    const char *error = strstr(request->answer, "<Error");
    bool is_success =
        request->http_status >= 200 && request->http_status < 300;
    if (error == NULL || (is_success && error[6] != '>' && error[6] != ' '))
        return;
    if (!element(error, "Code", request->code, sizeof request->code))
        (void)snprintf(request->code, sizeof request->code, "Error");
}

static int32_t by_http_status(uint32_t http_status)
{
    switch (http_status) {
    case 304:
    case 412:
        return SV_HTTP_PRECONDITION;
    case 401:
    case 403:
        return SV_HTTP_DENIED;
    case 404:
        return SV_HTTP_NOT_FOUND;
    case 408:
        return SV_HTTP_TIMEOUT;
    case 409:
        return SV_HTTP_CONFLICT;
    case 416:
        return SV_HTTP_RANGE;
    case 429:
    case 503:
        return SV_HTTP_THROTTLED;
    case 501:
    case 505:
        return SV_HTTP_REQUEST; /* will never be different */
    default:
        break;
    }
    if (http_status >= 200 && http_status < 300)
        return 0;
    if (http_status >= 500)
        return SV_HTTP_SERVER;
    if (http_status >= 400)
        return SV_HTTP_REQUEST;
    return http_status >= 300 ? SV_HTTP_REDIRECT : SV_HTTP_BROKEN;
}

int32_t svi_store_judge(const struct sv_store *store,
                        const struct svi_request *request)
{
    (void)store;
    if (request->status != 0)
        return request->status;
    int32_t status = by_http_status(request->http_status);
    if (request->code[0] == '\0')
        return status;
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        if (strcmp(CODES[i].code, request->code) == 0)
            return CODES[i].status;
    return status == 0 ? SV_HTTP_ERROR_BODY : status;
}
