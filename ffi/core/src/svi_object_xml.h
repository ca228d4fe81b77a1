/* svi_object_xml.h -- the few answers of a store that lanes must read, as they
 * flow: elements and their text, strict and bounded, nothing else of XML.
 *
 * Takes elements, attributes (passed over), comments, a prolog, the five named
 * and the numeric entities. Refuses what stores do not send: CDATA, a DOCTYPE,
 * names that do not match, more than SVI_XML_DEPTH levels, a text of more than
 * SVI_XML_TEXT bytes in an element without children.
 */
#ifndef SVI_OBJECT_XML_H
#define SVI_OBJECT_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SVI_XML_DEPTH 8u
#define SVI_XML_NAME 64u
/* A key of 1024 bytes with every byte in percent encoding, and some. */
#define SVI_XML_TEXT 4096u

struct svi_xml {
    /* In. An element ended; `text` is what it held if it had no children, else
     * "". `parent` is "" for the root. false: the answer is not as it must be.
     */
    bool (*ended)(void *owner, const char *parent, const char *name,
                  const char *text);
    void *owner;

    /* Inside; zeros at the start. */
    uint32_t state;
    uint32_t depth;
    uint32_t name_length;
    uint32_t text_length;
    uint32_t entity_length;
    uint32_t dashes;
    char quote;
    bool has_children;
    bool is_ending;
    bool is_empty;
    bool has_root;
    bool is_broken;
    char name[SVI_XML_NAME];
    char entity[12];
    char names[SVI_XML_DEPTH][SVI_XML_NAME];
    char text[SVI_XML_TEXT + 1];
};

/* false: not such XML; more may be given and is ignored. */
bool svi_xml_take(struct svi_xml *xml, const char *bytes, size_t count);
/* True if one whole element was given and nothing is open. */
bool svi_xml_is_whole(const struct svi_xml *xml);

/* Percent-decodes in place; false: a percent sign without two digits. With
 * `plus` a plus sign is a space. */
bool svi_percent_decode(char *text, bool plus);

#endif
