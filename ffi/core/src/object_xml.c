/* object_xml.c -- elements and their text out of an answer in pieces; see
 * svi_object_xml.h for what is taken and what is refused. */
#include <string.h>

#include "svi_object_xml.h"

enum state { TEXT, ENTITY, OPEN, NAME, ATTRIBUTES, CLOSE_EMPTY, PROLOG, BANG,
             COMMENT };

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
           byte == '.' || byte == ':';
}

static bool add_text(struct svi_xml *xml, char byte)
{
    if (xml->depth == 0)
        return is_space(byte) || (uint8_t)byte >= 0x80; /* a byte order mark */
    if (xml->has_children)
        return is_space(byte);
    if (xml->text_length == SVI_XML_TEXT)
        return false;
    xml->text[xml->text_length++] = byte;
    return true;
}

static bool add_code_point(struct svi_xml *xml, uint32_t point)
{
    if (point < 0x80)
        return add_text(xml, (char)point);
    if (point < 0x800)
        return add_text(xml, (char)(0xC0 | point >> 6)) &&
               add_text(xml, (char)(0x80 | (point & 63)));
    if (point < 0x10000)
        return add_text(xml, (char)(0xE0 | point >> 12)) &&
               add_text(xml, (char)(0x80 | (point >> 6 & 63))) &&
               add_text(xml, (char)(0x80 | (point & 63)));
    return add_text(xml, (char)(0xF0 | point >> 18)) &&
           add_text(xml, (char)(0x80 | (point >> 12 & 63))) &&
           add_text(xml, (char)(0x80 | (point >> 6 & 63))) &&
           add_text(xml, (char)(0x80 | (point & 63)));
}

static int digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : 16;
}

static bool end_entity(struct svi_xml *xml)
{
    static const char *const NAMED[] = {"amp", "lt", "gt", "quot", "apos"};
    xml->entity[xml->entity_length] = '\0';
    xml->state = TEXT;
    for (int i = 0; i < 5; i++)
        if (strcmp(xml->entity, NAMED[i]) == 0)
            return add_text(xml, "&<>\"'"[i]);
    const bool is_hex = xml->entity[0] == '#' && xml->entity[1] == 'x';
    const int base = is_hex ? 16 : 10;
    const char *at = xml->entity + (is_hex ? 2 : 1);
    if (xml->entity[0] != '#' || *at == '\0')
        return false;
    uint32_t point = 0;
    for (; *at != '\0'; at++) {
        const int digit = digit_of(*at);
        if (digit >= base)
            return false;
        point = point * (uint32_t)base + (uint32_t)digit;
        if (point > 0x10FFFF)
            return false;
    }
    return point != 0 && add_code_point(xml, point);
}

static bool begin_element(struct svi_xml *xml)
{
    if (xml->depth == SVI_XML_DEPTH || (xml->depth == 0 && xml->has_root))
        return false;
    memcpy(xml->names[xml->depth++], xml->name, SVI_XML_NAME);
    xml->has_root = true;
    xml->has_children = false;
    xml->text_length = 0;
    return true;
}

static bool end_element(struct svi_xml *xml)
{
    if (xml->depth == 0 ||
        strcmp(xml->names[xml->depth - 1], xml->name) != 0)
        return false;
    xml->depth--;
    xml->text[xml->has_children ? 0 : xml->text_length] = '\0';
    const char *parent = xml->depth > 0 ? xml->names[xml->depth - 1] : "";
    const bool is_fine = xml->ended(xml->owner, parent, xml->name, xml->text);
    xml->has_children = true;
    xml->text_length = 0;
    return is_fine;
}

static bool end_tag(struct svi_xml *xml)
{
    xml->state = TEXT;
    if (xml->is_ending)
        return end_element(xml);
    if (!begin_element(xml))
        return false;
    return !xml->is_empty || end_element(xml);
}

/* Blanks between elements are no text, but a parent has collected them. */
static bool open_tag(struct svi_xml *xml, char byte)
{
    xml->name_length = 0;
    xml->is_ending = byte == '/';
    xml->is_empty = false;
    xml->state = NAME;
    if (byte == '/')
        return true;
    if (byte == '?' || byte == '!') {
        xml->state = byte == '?' ? PROLOG : BANG;
        xml->dashes = 0;
        xml->quote = '\0';
        return byte == '!' || !xml->has_root;
    }
    for (uint32_t i = 0; xml->depth > 0 && i < xml->text_length; i++)
        if (!is_space(xml->text[i]))
            return false; /* text beside children */
    xml->name[xml->name_length++] = byte;
    return is_name(byte);
}

static bool take_name(struct svi_xml *xml, char byte)
{
    if (is_name(byte) && xml->name_length < SVI_XML_NAME - 1) {
        xml->name[xml->name_length++] = byte;
        return true;
    }
    xml->name[xml->name_length] = '\0';
    if (xml->name_length == 0)
        return false;
    xml->quote = '\0';
    if (byte == '>')
        return end_tag(xml);
    if (byte == '/' && !xml->is_ending) {
        xml->state = CLOSE_EMPTY;
        return true;
    }
    xml->state = ATTRIBUTES;
    return is_space(byte);
}

static bool take_attributes(struct svi_xml *xml, char byte)
{
    if (xml->quote != '\0') {
        if (byte == xml->quote)
            xml->quote = '\0';
        return byte != '<';
    }
    if (byte == '>')
        return end_tag(xml);
    if (byte == '"' || byte == '\'')
        xml->quote = byte;
    if (byte == '/')
        xml->state = CLOSE_EMPTY;
    return byte != '<' && !(xml->is_ending && !is_space(byte));
}

static bool take_comment(struct svi_xml *xml, char byte)
{
    if (xml->state == BANG) {
        if (++xml->dashes == 2) {
            xml->state = COMMENT;
            xml->dashes = 0;
        }
        return byte == '-';
    }
    if (byte == '>' && xml->dashes >= 2)
        xml->state = TEXT;
    xml->dashes = byte == '-' ? xml->dashes + 1 : 0;
    return true;
}

static bool take_byte(struct svi_xml *xml, char byte)
{
    switch ((enum state)xml->state) {
    case TEXT:
        if (byte == '<')
            xml->state = OPEN;
        else if (byte == '&')
            xml->state = ENTITY, xml->entity_length = 0;
        else
            return byte != '\0' && add_text(xml, byte);
        return true;
    case ENTITY:
        if (byte == ';')
            return end_entity(xml);
        if (xml->entity_length == sizeof xml->entity - 1)
            return false;
        xml->entity[xml->entity_length++] = byte;
        return true;
    case OPEN:
        return open_tag(xml, byte);
    case NAME:
        return take_name(xml, byte);
    case ATTRIBUTES:
        return take_attributes(xml, byte);
    case CLOSE_EMPTY:
        xml->is_empty = true;
        return byte == '>' && !xml->is_ending && end_tag(xml);
    case PROLOG:
        if (byte == '>' && xml->quote == '?')
            xml->state = TEXT;
        xml->quote = byte;
        return true;
    default:
        return take_comment(xml, byte);
    }
}

bool svi_xml_take(struct svi_xml *xml, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count && !xml->is_broken; i++)
        xml->is_broken = !take_byte(xml, bytes[i]);
    return !xml->is_broken;
}

bool svi_xml_is_whole(const struct svi_xml *xml)
{
    return !xml->is_broken && xml->has_root && xml->depth == 0 &&
           xml->state == TEXT;
}

bool svi_percent_decode(char *text, bool plus)
{
    char *out = text;
    for (; *text != '\0'; text++) {
        if (*text == '+' && plus) {
            *out++ = ' ';
        } else if (*text == '%') {
            const int high = digit_of(text[1]);
            const int low = high < 16 ? digit_of(text[2]) : 16;
            if (low == 16)
                return false;
            *out++ = (char)(high * 16 + low);
            text += 2;
        } else {
            *out++ = *text;
        }
    }
    *out = '\0';
    return true;
}
