"""Refusals in Stripe's own shape."""

from typing import Any


class StripeError(Exception):
    """An answer other than 200: status, error type, code and message as Stripe would send them."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str = "",
        param: str = "",
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.code = code
        error: dict[str, Any] = {"message": message, "type": kind}
        if code:
            error["code"] = code
        if param:
            error["param"] = param
        self.body: dict[str, Any] = {"error": error | more}


class ContractBroken(Exception):
    """The stand-in was about to say what Stripe's contract does not allow: a bug of ours, a 500."""


def not_found(kind: str, identifier: str, param: str = "id") -> StripeError:
    name = kind.replace(".", "_").replace("_", " ") if kind != "payment_intent" else kind
    return StripeError(f"No such {name}: '{identifier}'", status=404, code="resource_missing", param=param)


def missing(param: str) -> StripeError:
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def invalid(message: str, param: str = "", code: str = "") -> StripeError:
    return StripeError(message, code=code, param=param)
