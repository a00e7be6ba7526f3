"""What the sign-in holds of a person."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import AuditEntry, RoleGrant, SignInCode, User

RECORD = ("email", "name", "language", "date_joined", "last_login")
CODE = ("purpose", "email", "created_at", "expires_at", "used_at")
FACTOR = ("type", "created_at", "last_used_at")
ACT = ("at", "verb", "about_kind", "about_id", "reason")


def tell(user: User) -> list[Table]:
    """Their sign-in, codes of today, and what the audit trail says that they did. No secrets."""
    codes = SignInCode.objects.filter(email__in=holders.addresses_of(user))
    factors = Authenticator.objects.filter(user_id=user.pk)
    grants = RoleGrant.objects.filter(user=user)
    acts = AuditEntry.objects.filter(actor=user)
    return [
        Table("sign_in", RECORD, list(User.objects.filter(pk=user.pk).values_list(*RECORD))),
        Table("sign_in_codes", CODE, list(codes.order_by("pk").values_list(*CODE))),
        Table("second_factors", FACTOR, list(factors.order_by("pk").values_list(*FACTOR))),
        Table("roles", ("role", "granted_at"), list(grants.order_by("pk").values_list("role", "granted_at"))),
        Table("what_you_did", ACT, list(acts.order_by("at", "pk").values_list(*ACT))),
    ]


def forget(_user: User, _now: datetime) -> None:
    """Nothing yet: `erase_person` closes the sign-in itself, last of all."""


holders.register("accounts", Holder(tell=tell, forget=forget))
