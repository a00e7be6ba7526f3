"""The rows of peer pages, the wish list, impact lines and stories."""

from desk.routes.rows import (
    ALL,
    BOTH,
    DONORS,
    FUNDRAISERS,
    GIVING,
    GIVING_HANDS,
    READ,
    SIGNED_IN,
    WRITE,
    Admitted,
    Row,
)

# whose work is that nobody is told of against their will
STORY_KEEPERS: Admitted = FUNDRAISERS | {"privacy"}

REACHING: dict[str, Row] = {
    "campaigns:impact": Row(READ, ALL),
    "campaigns:impact_list": Row(READ, DONORS),
    "campaigns:figure_new": Row(BOTH, FUNDRAISERS),
    "campaigns:figure_edit": Row(BOTH, FUNDRAISERS),
    "campaigns:figure_remove": Row(WRITE, FUNDRAISERS),
    "campaigns:measure_new": Row(BOTH, FUNDRAISERS),
    "campaigns:measure_edit": Row(BOTH, FUNDRAISERS),
    "campaigns:stories": Row(READ, ALL),
    "campaigns:story_picture": Row(READ, ALL),
    "campaigns:story_list": Row(READ, STORY_KEEPERS | {"read_only"}),
    "campaigns:story_new": Row(BOTH, FUNDRAISERS),
    "campaigns:story_edit": Row(BOTH, FUNDRAISERS),
    "campaigns:story_publish": Row(WRITE, FUNDRAISERS),
    "campaigns:consent_new": Row(BOTH, STORY_KEEPERS),
    "campaigns:consent_revoke": Row(BOTH, STORY_KEEPERS),
    "gifts:peer_page": Row(READ, ALL),
    "gifts:peer_new": Row(BOTH, SIGNED_IN),
    "gifts:my_peer_page": Row(BOTH, SIGNED_IN, is_own=True),
    "gifts:my_peer_page_close": Row(WRITE, SIGNED_IN, is_own=True),
    "gifts:peer_list": Row(READ, GIVING),
    "gifts:peer_review": Row(READ, GIVING),
    "gifts:peer_decide": Row(WRITE, FUNDRAISERS),
    "gifts:wishes": Row(READ, ALL),
    "gifts:wish": Row(BOTH, ALL),
    "gifts:wish_offer": Row(BOTH, ALL),
    "gifts:wish_list": Row(READ, GIVING),
    "gifts:wish_new": Row(BOTH, FUNDRAISERS),
    "gifts:wish_edit": Row(BOTH, FUNDRAISERS),
    "gifts:drop_off_new": Row(BOTH, FUNDRAISERS),
    "gifts:drop_off_edit": Row(BOTH, FUNDRAISERS),
    "gifts:wish_settle": Row(WRITE, GIVING_HANDS),
}
