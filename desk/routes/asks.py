"""The rows of the tree of campaigns, challenges and embeddable buttons."""

from desk.routes.rows import ALL, BOTH, FUNDRAISERS, GIVING, GIVING_HANDS, READ, WRITE, Row

ASKS: dict[str, Row] = {
    "gifts:button_image": Row(READ, ALL),
    "gifts:button": Row(READ, GIVING),
    "gifts:challenge_list": Row(READ, GIVING),
    "gifts:challenge_new": Row(BOTH, FUNDRAISERS),
    "gifts:challenge": Row(READ, GIVING),
    "gifts:challenge_edit": Row(BOTH, FUNDRAISERS),
    "gifts:challenge_open": Row(WRITE, FUNDRAISERS),
    "gifts:challenge_end": Row(BOTH, FUNDRAISERS),
    "campaigns:costs": Row(READ, GIVING),
    "campaigns:cost_add": Row(WRITE, GIVING_HANDS),
    "campaigns:cost_remove": Row(WRITE, GIVING_HANDS),
}
