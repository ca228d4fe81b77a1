/* http_detour.c -- which connections of a lane lead elsewhere than their URL
 * says. Goes in: "host:port:host:port" of the store, with commas between; comes
 * out: the list that libcurl takes. Names in requests, in signatures and in TLS
 * stay those of the URL.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "http_inside.h"

int32_t svi_detours_open(struct svi_http *http)
{
    const char *text = http->store->detours;
    if (text == NULL || *text == '\0')
        return 0;
    size_t count = 1;
    for (const char *at = text; (at = strchr(at, ',')) != NULL; at++)
        count++;
    http->detours = calloc(count, sizeof *http->detours);
    http->detour_text = strdup(text);
    if (http->detours == NULL || http->detour_text == NULL)
        return -ENOMEM;
    char *at = http->detour_text;
    for (size_t i = 0; i < count; i++) {
        char *comma = strchr(at, ',');
        http->detours[i].data = at;
        http->detours[i].next = i + 1 < count ? &http->detours[i + 1] : NULL;
        if (comma != NULL) {
            *comma = '\0';
            at = comma + 1;
        }
    }
    return 0;
}

void svi_detours_close(struct svi_http *http)
{
    free(http->detours);
    free(http->detour_text);
}
