"""Every colour, size and distance of the program; no other module writes one as a literal.

The third ink is darker than a designer's first choice, so that small grey text keeps 4.5:1 on every ground.
"""

# Inks and lines
INK = "#16202c"
INK_2 = "#4a5869"
INK_3 = "#5f6b79"
LINE = "#dfe4ea"
LINE_2 = "#eef1f4"
CONTROL_LINE = "#dfe4ea"

# Grounds
BG = "#f4f6f8"
CARD = "#ffffff"
SUNKEN = "#f8fafb"
SCRIM = "rgba(12, 34, 56, 70)"
RAIL = "#0c2238"
RAIL_ON = "#15375a"
RAIL_INK = "#b9c7d6"
RAIL_MARK = "#5fb0f2"

# Roles: the desk is blue, errands and members are Party red, colour never stands alone
PRIMARY = "#0f5e9c"
PRIMARY_D = "#0a4778"
PRIMARY_SOFT = "#e6f0f8"
PRIMARY_LINE = "#9fc3e2"
ON_PRIMARY = "#ffffff"
ON_PRIMARY_2 = "#cfe4f6"
KEY_ON_PRIMARY = "#286fa6"
KEY_LINE_ON_PRIMARY = "#6f9ec4"
PARTY = "#c1272d"
PARTY_SOFT = "#fbeaea"
PARTY_LINE = "#e8b9b9"
OK = "#1a7048"
OK_SOFT = "#e5f4ec"
WARN = "#935400"
WARN_SOFT = "#fdf2dd"
WARN_LINE = "#f0d9a8"
BAD = "#b3261e"
BAD_SOFT = "#fbe9e7"
BAD_LINE = "#efc4bf"
FOCUS = "#0f5e9c"

# The lobby display, dark so that it does not light up the hall
LOBBY = RAIL
LOBBY_CARD = "#123150"
LOBBY_LINE = "#21405f"
LOBBY_FOOT = "#0a1b2d"
LOBBY_MARK = "#8fc4ee"
LOBBY_DIM = "#9aabbc"

# Text sizes of the desk, logical pixels
TEXT = 14
TEXT_SMALL = 12
TEXT_KEY = 11
TEXT_HEAD = 13
TEXT_BRAND = 15
TEXT_TITLE = 16
TEXT_BIG = 20
TEXT_NUMBER = 34
TEXT_HERO = 72

# Distances and shapes
R = 8
R_CONTROL = 6
R_TAG = 4
S1 = 4
S2 = 8
S3 = 12
S4 = 16
S5 = 24
RAIL_WIDTH = 76
RAIL_ITEM = 58
TOP_HEIGHT = 48
STATUS_HEIGHT = 26
CONTROL_HEIGHT = 34
SIDE_WIDTH = 318
SIDE_WIDEST = 420
SMALLEST = (960, 540)  # 1920×1080 at 200 %

# Pairs of ink and ground that occur; a test proves each of them readable
PAIRS = (
    (INK, CARD), (INK, BG), (INK, SUNKEN), (INK, PRIMARY_SOFT), (INK, LINE_2),
    (INK_2, CARD), (INK_2, BG), (INK_2, SUNKEN), (INK_2, LINE_2), (INK_2, PRIMARY_SOFT),
    (INK_3, CARD), (INK_3, BG), (INK_3, SUNKEN), (INK_3, LINE_2), (INK_3, PRIMARY_SOFT),
    (PRIMARY, CARD), (PRIMARY, BG), (PRIMARY, PRIMARY_SOFT), (PRIMARY_D, CARD), (PRIMARY_D, PRIMARY_SOFT),
    (ON_PRIMARY, PRIMARY), (ON_PRIMARY, PRIMARY_D), (ON_PRIMARY_2, PRIMARY), (ON_PRIMARY, KEY_ON_PRIMARY),
    (ON_PRIMARY, RAIL), (ON_PRIMARY, RAIL_ON), (RAIL_INK, RAIL), (ON_PRIMARY, PARTY), (PARTY, CARD),
    (PARTY, PARTY_SOFT),
    (LOBBY_MARK, LOBBY), (LOBBY_MARK, LOBBY_CARD), (LOBBY_DIM, LOBBY), (LOBBY_DIM, LOBBY_CARD),
    (ON_PRIMARY, LOBBY_CARD), (ON_PRIMARY_2, LOBBY_FOOT),
    (OK, CARD), (OK, OK_SOFT), (WARN, CARD), (WARN, WARN_SOFT), (BAD, CARD), (BAD, BAD_SOFT),
)  # fmt: skip


def values() -> dict[str, str]:
    """Every token by its lower-case name, as the style sheet's template wants them."""
    return {name.lower(): str(value) for name, value in globals().items() if name.isupper() and name != "PAIRS"}
