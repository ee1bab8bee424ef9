"""Holds the account that AWS says a command's credentials belong to against the one that platform.yaml names."""

from platformctl.cloud.login import Login
from platformctl.cloud.refusals import ASK
from platformctl.errors import Blocked


def refuse_other_account(environment: str, expected: str, login: Login) -> None:
    """Stop unless the credentials belong to the environment's account."""
    account = login.account()
    if account != expected:
        raise Blocked(
            "These credentials are for another account",
            detail=f"Environment {environment} is account {expected}; the caller's credentials belong to {account}. "
            "Nothing was planned or changed.",
            hint=ASK,
        )
