/* curl_abi_test.c -- the numbers and structs that the core declares of libcurl
 * are those of the real header. */
#include "curl_abi.h"
#include "expect.h"

#if __has_include(<curl/curl.h>)
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

static void numbers_are_the_headers(void)
{
#define XX(name, value) EXPECT_EQ(SVI_CURL##name, CURL##name);
    SVI_CURL_MAP(XX)
#undef XX
}

static void structs_are_the_headers(void)
{
    EXPECT_EQ(sizeof(struct svi_curl_message), sizeof(struct CURLMsg));
    EXPECT_EQ(offsetof(struct svi_curl_message, kind),
              offsetof(struct CURLMsg, msg));
    EXPECT_EQ(offsetof(struct svi_curl_message, easy),
              offsetof(struct CURLMsg, easy_handle));
    EXPECT_EQ(offsetof(struct svi_curl_message, told),
              offsetof(struct CURLMsg, data));
    EXPECT_EQ(offsetof(struct svi_curl_version, version),
              offsetof(curl_version_info_data, version));
    EXPECT_EQ(offsetof(struct svi_curl_version, number),
              offsetof(curl_version_info_data, version_num));
    EXPECT_EQ(offsetof(struct svi_curl_version, features),
              offsetof(curl_version_info_data, features));
    EXPECT_EQ(offsetof(struct svi_curl_version, tls),
              offsetof(curl_version_info_data, ssl_version));
    EXPECT_EQ(offsetof(struct svi_curl_address, family),
              offsetof(struct curl_sockaddr, family));
    EXPECT_EQ(offsetof(struct svi_curl_address, type),
              offsetof(struct curl_sockaddr, socktype));
    EXPECT_EQ(offsetof(struct svi_curl_address, protocol),
              offsetof(struct curl_sockaddr, protocol));
}

int main(void)
{
    numbers_are_the_headers();
    structs_are_the_headers();
    return 0;
}
#else
int main(void) { SKIP("no curl/curl.h (libcurl4-openssl-dev) here"); }
#endif
