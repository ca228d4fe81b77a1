/* crypto.c -- finds libcrypto and takes its functions; see svi_crypto.h. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "svi_crypto.h"

static struct svi_crypto calls;
static bool is_open;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool take_calls(void *library)
{
#define XX(name, type, parameters)               \
    do {                                         \
        void *call = dlsym(library, #name);      \
        if (call == NULL)                        \
            return false;                        \
        memcpy(&calls.name, &call, sizeof call); \
    } while (0);
    SVI_CRYPTO_CALLS(XX)
#undef XX
    return true;
}

static void open_library(void)
{
    static const char *const NAMES[] = {"libcrypto.so.3", "libcrypto.so.1.1"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0] && !is_open; i++) {
        void *library = dlopen(NAMES[i], RTLD_NOW | RTLD_LOCAL);
        is_open = library != NULL && take_calls(library);
    }
}

const struct svi_crypto *svi_crypto(void)
{
    (void)pthread_once(&once, open_library);
    return is_open ? &calls : NULL;
}
