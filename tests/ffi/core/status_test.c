/* status_test.c -- sv_abi() and sv_status_text(): a text for every status of
 * the table and for what the kernel says, never NULL.
 */
#include <errno.h>
#include <string.h>

#include "expect.h"
#include "stor_core.h"

int main(void)
{
    EXPECT_EQ(sv_abi(), SV_ABI);
#define XX(name, value, text) EXPECT(strcmp(sv_status_text(value), text) == 0);
    SV_STATUS_MAP(XX)
#undef XX
    EXPECT(strcmp(sv_status_text(0), "success") == 0);
    EXPECT(strcmp(sv_status_text(42), "success") == 0);
    EXPECT(strcmp(sv_status_text(-ENOSPC), "no space left on device") == 0);
    EXPECT(strcmp(sv_status_text(-EIO), "input/output error") == 0);
    EXPECT(strcmp(sv_status_text(-999), "system error") == 0);
    EXPECT(strcmp(sv_status_text(-2000), "unknown status") == 0);
    for (int32_t status = -2100; status <= 0; status++)
        EXPECT(sv_status_text(status) != NULL);
    EXPECT(sv_status_text(INT32_MIN) != NULL);
    return 0;
}
