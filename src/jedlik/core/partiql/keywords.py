"""The keywords of PartiQL: words that must be quoted if they name an attribute.

Source: the reserved words of SQL-92 and those that PartiQL adds, as the grammar of the language
lists them (partiql.org, specification of 2019). ONLY is one of them, but the service accepts it as
a name (floci, DynamoDbPartiQLDocumentedSyntaxIntegrationTest, captured in September 2026).
"""

from typing import Final

_KEYWORDS: Final = """
absolute action add all allocate alter and any are as asc assertion at authorization avg begin
between bit bit_length by cascade cascaded case cast catalog char character character_length
char_length check close coalesce collate collation column commit connect connection constraint
constraints continue convert corresponding count create cross current current_date current_time
current_timestamp current_user cursor date deallocate dec decimal declare default deferrable
deferred delete desc describe descriptor diagnostics disconnect distinct domain double drop else end
end-exec escape except exception exec execute exists external extract fetch first float for foreign
found from full get global go goto grant group having identity immediate in indicator initially
inner input insensitive insert int integer intersect interval into is isolation join key language
last left level like local lower match max min module names national natural nchar next no not null
nullif numeric octet_length of on open option or order outer output overlaps pad partial
position precision prepare preserve primary prior privileges procedure public read real references
relative restrict revoke right rollback rows schema scroll section select session session_user set
size smallint some space sql sqlcode sqlerror sqlstate substring sum system_user table temporary
then time to transaction translate translation trim true false union unique unknown update upper
usage user using value values varchar varying view when whenever where with work write zone bag blob
bool boolean clob conflict do index int4 int8 int2 integer4 integer8 let limit list missing nothing
pivot remove returning sexp string struct symbol timestamp tuple undrop unpivot
"""
_CALLABLE: Final = """
avg bit_length cast char_length character_length coalesce convert count exists extract lower max min
nullif octet_length position size substring sum translate trim upper
"""

KEYWORDS: Final = frozenset(_KEYWORDS.split())


# Keywords that may be called as functions. No other keyword may be followed by a parenthesis.
CALLABLE: Final = frozenset(_CALLABLE.split())
# Functions that accept DISTINCT or ALL before their argument.
AGGREGATES: Final = frozenset({"avg", "count", "max", "min", "sum"})

# Types after IS, each with the data type of the values that have it.
TYPES: Final = {
    "missing": "MISSING",
    "null": "NULL",
    "bool": "BOOL",
    "boolean": "BOOL",
    "blob": "B",
    "string": "S",
    "numeric": "N",
    "struct": "M",
    "tuple": "M",
    "list": "L",
}

# Types after IS that no value has, each with its name in error texts. Two words are joined by a
# space.
UNSUPPORTED_TYPES: Final = {
    "smallint": "SMALLINT",
    "int2": "SMALLINT",
    "int4": "INTEGER4",
    "int8": "INTEGER8",
    "integer4": "INTEGER4",
    "integer8": "INTEGER8",
    "int": "INTEGER",
    "integer": "INTEGER",
    "float": "FLOAT",
    "real": "REAL",
    "double precision": "DOUBLE_PRECISION",
    "dec": "DECIMAL",
    "decimal": "DECIMAL",
    "timestamp": "TIMESTAMP",
    "char": "CHARACTER",
    "character": "CHARACTER",
    "varchar": "CHARACTER_VARYING",
    "character varying": "CHARACTER_VARYING",
    "symbol": "SYMBOL",
    "clob": "CLOB",
    "sexp": "SEXP",
    "bag": "BAG",
}
