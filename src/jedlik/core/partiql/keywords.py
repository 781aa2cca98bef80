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
# Words that name an attribute without quotes, but no step of a path. For ONLY that is recorded, for
# the others it is assumed.
_NAMES_ONLY: Final = """
bigint can_cast can_lossless_cast date_add date_diff integer2 modified new nulls offset old only
"""
_CALLABLE: Final = """
avg bit_length cast char_length character_length coalesce convert count exists extract lower max min
nullif octet_length position size substring sum translate trim upper
"""

KEYWORDS: Final = frozenset(_KEYWORDS.split())
# A step of a path after a dot is one of these only if it is quoted. Source: dynoxide's captures,
# October 2026.
NO_STEPS: Final = KEYWORDS.union(_NAMES_ONLY.split())


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

# Types after IS that the service refuses, each with its name in error texts (dynoxide's captures,
# October 2026). Two words are joined by a space.
UNSUPPORTED_TYPES: Final = {
    "smallint": "SmallintType",
    "int2": "SmallintType",
    "int4": "Integer4Type",
    "int8": "Integer8Type",
    "bigint": "Integer8Type",
    "integer4": "Integer4Type",
    "integer8": "Integer8Type",
    "int": "IntegerType",
    "integer": "IntegerType",
    "float": "FloatType",
    "real": "RealType",
    "double precision": "DoublePrecisionType",
    "dec": "DecimalType",
    "decimal": "DecimalType",
    "timestamp": "TimestampType",
    "date": "DateType",
    "time": "TimeType",
    "char": "CharacterType",
    "character": "CharacterType",
    "varchar": "CharacterVaryingType",
    "character varying": "CharacterVaryingType",
    "symbol": "SymbolType",
    "clob": "ClobType",
    "sexp": "SexpType",
    "bag": "BagType",
    "any": "AnyType",
}
# Types after which sizes in parentheses may follow: the length, or precision and scale.
SIZED_TYPES: Final = frozenset(
    {"char", "character", "varchar", "character varying", "dec", "decimal", "numeric", "float"}
)
