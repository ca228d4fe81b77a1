/* http_status.c -- what became of a request: CURLcodes to statuses, statuses to
 * the counters of a lane. */
#include <errno.h>

#include "http_inside.h"
#include "svi_histogram.h"

int32_t svi_curl_status(int code)
{
    switch (code) {
    case SVI_CURLE_OK:
        return 0;
    case SVI_CURLE_COULDNT_CONNECT:
    case SVI_CURLE_PROXY:
        return SV_HTTP_REFUSED;
    case SVI_CURLE_COULDNT_RESOLVE_HOST:
    case SVI_CURLE_COULDNT_RESOLVE_PROXY:
        return SV_HTTP_RESOLVE;
    case SVI_CURLE_GOT_NOTHING:
    case SVI_CURLE_SEND_ERROR:
    case SVI_CURLE_RECV_ERROR:
    case SVI_CURLE_SEND_FAIL_REWIND:
        return SV_HTTP_RESET;
    case SVI_CURLE_OPERATION_TIMEDOUT:
        return SV_HTTP_TIMEOUT;
    case SVI_CURLE_SSL_CONNECT_ERROR:
    case SVI_CURLE_SSL_CERTPROBLEM:
    case SVI_CURLE_SSL_CIPHER:
    case SVI_CURLE_PEER_FAILED_VERIFICATION:
    case SVI_CURLE_USE_SSL_FAILED:
    case SVI_CURLE_SSL_CACERT_BADFILE:
    case SVI_CURLE_SSL_CRL_BADFILE:
    case SVI_CURLE_SSL_ISSUER_ERROR:
    case SVI_CURLE_SSL_INVALIDCERTSTATUS:
        return SV_HTTP_TLS;
    case SVI_CURLE_PARTIAL_FILE:
        return SV_HTTP_TRUNCATED;
    case SVI_CURLE_OUT_OF_MEMORY:
        return -ENOMEM;
    case SVI_CURLE_WRITE_ERROR:
    case SVI_CURLE_ABORTED_BY_CALLBACK:
        return -ECANCELED; /* by consume or produce */
    default:
        return SV_HTTP_BROKEN;
    }
}

/* Counter of an attempt that failed so; never for a success. */
static uint32_t error_counter(int32_t status)
{
    switch (status) {
    case SV_HTTP_REFUSED:
        return SV_COUNTER_errors_refused;
    case SV_HTTP_RESOLVE:
        return SV_COUNTER_errors_resolve;
    case SV_HTTP_RESET:
        return SV_COUNTER_errors_reset;
    case SV_HTTP_TIMEOUT:
        return SV_COUNTER_errors_timeout;
    case SV_HTTP_TLS:
        return SV_COUNTER_errors_tls;
    case SV_HTTP_TRUNCATED:
        return SV_COUNTER_errors_truncated;
    case SV_HTTP_BROKEN:
        return SV_COUNTER_errors_broken;
    case SV_HTTP_DENIED:
        return SV_COUNTER_errors_denied;
    case SV_HTTP_NOT_FOUND:
        return SV_COUNTER_errors_missing;
    case SV_HTTP_CONFLICT:
    case SV_HTTP_PRECONDITION:
        return SV_COUNTER_errors_conflict;
    case SV_HTTP_THROTTLED:
        return SV_COUNTER_errors_throttled;
    case SV_HTTP_SERVER:
        return SV_COUNTER_errors_server;
    default:
        return SV_COUNTER_errors_other;
    }
}

void svi_http_tally(_Atomic uint64_t *counters,
                    const struct svi_request *request, int32_t judged)
{
    SVI_BUMP(counters[SV_COUNTER_attempts], 1 + request->resends);
    if (request->new_connections > 0)
        SVI_BUMP(counters[SV_COUNTER_connections_new],
                 request->new_connections);
    if (request->resends > 0) {
        SVI_BUMP(counters[SV_COUNTER_retries], request->resends);
        SVI_BUMP(counters[SV_COUNTER_retries_reset], request->resends);
        SVI_BUMP(counters[SV_COUNTER_errors_reset], request->resends);
    }
    if (request->faults > 0)
        SVI_BUMP(counters[SV_COUNTER_faults_fired], request->faults);
    if (judged != 0)
        SVI_BUMP(counters[error_counter(judged)], 1);
}
