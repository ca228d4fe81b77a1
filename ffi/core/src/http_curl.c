/* http_curl.c -- opens libcurl once for the process, and says what it can do.
 *
 * The library stays open until the process ends: its own TLS library registers
 * exit handlers, which must not be unmapped.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "curl_abi.h"
#include "svi_http.h"
#include "svi_sign.h"

/* 7.61 (RHEL 8) is the first with times as integers. */
#define VERSION_MIN 0x073D00u

static const char *const NAMES[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

static struct svi_curl curl;
static int is_open;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int take_calls(void *library)
{
#define XX(name, type, parameters)                        \
    do {                                                  \
        void *call = dlsym(library, "curl_" #name);       \
        if (call == NULL)                                 \
            return 0;                                     \
        memcpy(&curl.name, &call, sizeof call);           \
    } while (0);
    SVI_CURL_CALLS(XX)
#undef XX
    return 1;
}

static void open_library(void)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0] && !is_open; i++) {
        void *library = dlopen(NAMES[i], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL)
            continue;
        if (!take_calls(library))
            continue;
        curl.version = curl.version_info(0);
        is_open = curl.version != NULL &&
                  curl.version->number >= VERSION_MIN &&
                  curl.global_init(SVI_CURL_GLOBAL_DEFAULT) == SVI_CURLE_OK;
    }
}

const struct svi_curl *svi_curl_open(void)
{
    (void)pthread_once(&once, open_library);
    return is_open ? &curl : NULL;
}

int32_t sv_http_probe(char *text, uint32_t room, uint32_t *features)
{
    *features = 0;
    if (room > 0)
        text[0] = '\0';
    const struct svi_curl *found = svi_curl_open();
    if (found == NULL)
        return SV_NO_CURL;
    const struct svi_curl_version *version = found->version;
    (void)snprintf(text, room, "libcurl/%s %s", version->version,
                   version->tls != NULL ? version->tls : "without TLS");
    if (svi_signer_is_here() || version->number >= SVI_CURL_SIGNS)
        *features |= SV_HTTP_SIGV4;
    if ((version->features & SVI_CURL_VERSION_SSL) != 0)
        *features |= SV_HTTP_TLS_OK;
    if ((version->features & SVI_CURL_VERSION_HTTP2) != 0)
        *features |= SV_HTTP_2;
    return 0;
}
