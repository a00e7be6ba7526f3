"""What was given, and what Stripe's books say of it."""

from gifts.models.batch import ALONE_AT_MOST, Batch, BatchShare
from gifts.models.batch_row import BatchRow
from gifts.models.checkout import Checkout, CheckoutShare, Frequency
from gifts.models.defence import Budget, GivingPolicy
from gifts.models.elsewhere import UNNUMBERED, RecurringElsewhere, Rhythm
from gifts.models.exchange import Benefit, Property, SoftCredit
from gifts.models.fund_tallies import FundTally
from gifts.models.gift import Allocation, Gift
from gifts.models.imported import ImportedGift
from gifts.models.ledger import LedgerLine, Payout
from gifts.models.matches import ChallengeMatch
from gifts.models.parity import Comparison, Difference, Part
from gifts.models.period import (
    Account,
    ClosedPeriod,
    FundOpening,
    FundSpending,
    JournalPolicy,
    JournalRow,
    Purpose,
)
from gifts.models.pledge import Instalment, Pledge, WriteOff
from gifts.models.recurring import RecurringChange, RecurringGift, RecurringRequest
from gifts.models.reversal import Dispute, Refund
from gifts.models.stripe import StripeEvent, StripeProduct, StripeSetting
from gifts.models.tallies import (
    CohortTally,
    DayTally,
    DonorTally,
    DonorYear,
    FundDayTally,
    Tally,
    TallyMark,
    YearStart,
)
from gifts.models.terms import GiftKind, Payer
from gifts.models.totals import CampaignGiver, CampaignTotal

__all__ = [
    "ALONE_AT_MOST",
    "UNNUMBERED",
    "Account",
    "Allocation",
    "Batch",
    "BatchRow",
    "BatchShare",
    "Benefit",
    "Budget",
    "CampaignGiver",
    "CampaignTotal",
    "ChallengeMatch",
    "Checkout",
    "CheckoutShare",
    "ClosedPeriod",
    "CohortTally",
    "Comparison",
    "DayTally",
    "Difference",
    "Dispute",
    "DonorTally",
    "DonorYear",
    "Frequency",
    "FundDayTally",
    "FundOpening",
    "FundSpending",
    "FundTally",
    "Gift",
    "GiftKind",
    "GivingPolicy",
    "ImportedGift",
    "Instalment",
    "JournalPolicy",
    "JournalRow",
    "LedgerLine",
    "Part",
    "Payer",
    "Payout",
    "Pledge",
    "Property",
    "Purpose",
    "RecurringChange",
    "RecurringElsewhere",
    "RecurringGift",
    "RecurringRequest",
    "Refund",
    "Rhythm",
    "SoftCredit",
    "StripeEvent",
    "StripeProduct",
    "StripeSetting",
    "Tally",
    "TallyMark",
    "WriteOff",
    "YearStart",
]
