"""Rows of a table as JSON has them, the same whoever read them.

Integers, times and decimals are texts of whole numbers, bytes are hexadecimal,
numbers of two bytes are the text of their bits, maps are lists of structs.
"""
import decimal
import struct

import pyarrow as pa

EXACT = decimal.Context(prec=100)


def plain(one):
    """A scalar, with all that is in it."""
    kind = one.type
    if not one.is_valid:
        return None
    if isinstance(kind, pa.BaseExtensionType) or pa.types.is_dictionary(kind):
        return plain(one.value)
    if pa.types.is_struct(kind):
        return {field.name: plain(one[index])
                for index, field in enumerate(kind)}
    if isinstance(one, (pa.ListScalar, pa.MapScalar)):
        return [plain(item) for item in one.values]
    if pa.types.is_decimal(kind):
        return str(int(one.as_py().scaleb(kind.scale, EXACT)))
    if pa.types.is_temporal(kind):
        return str(one.value)
    value = one.as_py()
    if isinstance(value, bytes):
        return value.hex()
    if pa.types.is_float16(kind):
        return str(struct.unpack("<H", struct.pack("<e", value))[0])
    return str(value) if pa.types.is_integer(kind) else value


def rows(table):
    """Values of each column, by its name."""
    return {field.name: [plain(one) for one in table[index]]
            for index, field in enumerate(table.schema)}
