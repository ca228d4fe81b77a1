/* object_xml_test.c -- answers of stores in any pieces give the same elements,
 * and what is not such XML is refused. */
#include "svi_object_xml.h"

#include <string.h>

#include "expect.h"
#include "svi_random.h"

static char seen[4096];

static bool ended(void *owner, const char *parent, const char *name,
                  const char *text)
{
    (void)owner;
    const size_t at = strlen(seen);
    EXPECT(at + strlen(parent) + strlen(name) + strlen(text) + 4 < sizeof seen);
    (void)sprintf(seen + at, "%s/%s=%s;", parent, name, text);
    return strcmp(name, "Refused") != 0;
}

static bool take(const char *text, size_t piece)
{
    static struct svi_xml xml;
    memset(&xml, 0, sizeof xml);
    xml.ended = ended;
    seen[0] = '\0';
    const size_t length = strlen(text);
    for (size_t at = 0; at < length; at += piece)
        (void)svi_xml_take(&xml, text + at,
                           length - at < piece ? length - at : piece);
    return svi_xml_is_whole(&xml);
}

static void elements_are_the_same_in_any_pieces(void)
{
    static const char TEXT[] =
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- a -- remark -->"
        "<List xmlns=\"http://x/?a>b\">\n  <Entry><Key>a&amp;b&#x2F;c&#47;d"
        "</Key><Size>12</Size><Owner a='1'/></Entry>\n"
        "  <Entry><Key></Key></Entry><Cut>true</Cut></List>\n";
    for (size_t piece = 1; piece <= sizeof TEXT; piece++) {
        EXPECT(take(TEXT, piece));
        EXPECT(strcmp(seen,
                      "Entry/Key=a&b/c/d;Entry/Size=12;Entry/Owner=;"
                      "List/Entry=;Entry/Key=;List/Entry=;List/Cut=true;"
                      "/List=;") == 0);
    }
}

static void an_entity_is_its_letter_in_utf8(void)
{
    EXPECT(take("<a>&lt;&gt;&quot;&apos;&#233;&#x20AC;&#x1F600;</a>", 1));
    EXPECT(strcmp(seen, "/a=<>\"'\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80;") == 0);
}

static void what_is_not_such_xml_is_refused(void)
{
    static const char *const WRONG[] = {
        "",
        "   ",
        "text",
        "<a>",
        "<a></b>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a>x</a>y",
        "<a>x<b/></a>",
        "<a>&nbsp;</a>",
        "<a>&#;</a>",
        "<a>&#0;</a>",
        "<a>&#x110000;</a>",
        "<a>&amp</a>",
        "<a><![CDATA[x]]></a>",
        "<!DOCTYPE a><a/>",
        "<a><?xml version='1'?></a>",
        "<a b=\"<\"/>",
        "< a/>",
        "</a>",
        "<a></a b>",
        "<a/",
        "<Refused/>",
        "<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>",
        "{\"json\": 1}",
    };
    for (uint32_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        for (size_t piece = 1; piece < 80; piece += 13) {
            if (take(WRONG[i], piece))
                fprintf(stderr, "%s was taken\n", WRONG[i]);
            EXPECT(!take(WRONG[i], piece));
        }
}

static void a_text_is_bounded(void)
{
    static char text[SVI_XML_TEXT + 20];
    static struct svi_xml xml;
    for (uint32_t over = 0; over < 2; over++) {
        memset(text, 0, sizeof text);
        strcpy(text, "<a>");
        memset(text + 3, 'x', SVI_XML_TEXT + over);
        memset(&xml, 0, sizeof xml);
        xml.ended = ended;
        EXPECT(svi_xml_take(&xml, text, strlen(text)) == (over == 0));
    }
}

/* Whatever comes, nothing is read or written out of bounds: the sanitizers are
 * the judge. */
static void noise_does_no_harm(void)
{
    static const char LETTERS[] = "<>/&;#x a=\"'!-?b1";
    struct svi_random random;
    char text[200];
    svi_random_seed(&random, 1);
    for (uint32_t round = 0; round < 50000; round++) {
        const uint64_t length = 1 + svi_random_below(&random, 190);
        for (uint64_t i = 0; i < length; i++)
            text[i] = svi_random_below(&random, 50) == 0
                          ? (char)svi_random_next(&random)
                          : LETTERS[svi_random_below(&random,
                                                     sizeof LETTERS - 1)];
        text[length] = '\0';
        (void)take(text, 1 + svi_random_below(&random, 200));
    }
}

static void percent_signs_are_decoded(void)
{
    char text[] = "a%2Fb%20c+d%e2%82%ac";
    EXPECT(svi_percent_decode(text, true));
    EXPECT(strcmp(text, "a/b c d\xE2\x82\xAC") == 0);
    char plain[] = "a+b";
    EXPECT(svi_percent_decode(plain, false));
    EXPECT(strcmp(plain, "a+b") == 0);
    char half[] = "a%2", none[] = "%", wrong[] = "%zz";
    EXPECT(!svi_percent_decode(half, false));
    EXPECT(!svi_percent_decode(none, false));
    EXPECT(!svi_percent_decode(wrong, false));
}

int main(void)
{
    elements_are_the_same_in_any_pieces();
    an_entity_is_its_letter_in_utf8();
    what_is_not_such_xml_is_refused();
    a_text_is_bounded();
    noise_does_no_harm();
    percent_signs_are_decoded();
    return 0;
}
