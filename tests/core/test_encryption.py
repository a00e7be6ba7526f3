"""Secrets at rest open for their own row and key, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.encryption import BadKey, CannotOpen, is_sealed_with_first, new_key, seal, unseal

OLD, NEW = new_key(), new_key()
texts = st.text(st.characters(codec="utf-8"))


@given(plain=texts, row=texts)
def test_what_is_sealed_opens_again(plain: str, row: str) -> None:
    assert unseal(seal(plain, keys=[NEW], bound_to=row), keys=[NEW], bound_to=row) == plain


@given(plain=texts)
def test_two_seals_of_one_text_differ(plain: str) -> None:
    assert seal(plain, keys=[NEW], bound_to="totp:1") != seal(plain, keys=[NEW], bound_to="totp:1")


@given(plain=texts, row=texts, other=texts)
def test_a_seal_moved_to_another_row_does_not_open(plain: str, row: str, other: str) -> None:
    sealed = seal(plain, keys=[NEW], bound_to=row)
    if row != other:
        with pytest.raises(CannotOpen):
            unseal(sealed, keys=[NEW], bound_to=other)


@given(plain=texts, place=st.integers(min_value=0), letter=st.characters(codec="utf-8"))
def test_a_seal_with_one_letter_changed_never_opens_to_something_else(
    plain: str, place: int, letter: str
) -> None:
    sealed = seal(plain, keys=[NEW], bound_to="totp:1")
    place %= len(sealed)
    changed = sealed[:place] + letter + sealed[place + 1 :]
    if changed != sealed:
        with pytest.raises(CannotOpen):
            unseal(changed, keys=[NEW], bound_to="totp:1")


@given(junk=texts)
def test_junk_does_not_open(junk: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(junk, keys=[NEW], bound_to="totp:1")


def test_an_old_key_still_opens_and_the_new_one_seals() -> None:
    old = seal("secret", keys=[OLD], bound_to="totp:1")
    assert unseal(old, keys=[NEW, OLD], bound_to="totp:1") == "secret"
    assert not is_sealed_with_first(old, keys=[NEW, OLD])
    assert is_sealed_with_first(seal("secret", keys=[NEW, OLD], bound_to="totp:1"), keys=[NEW, OLD])


def test_a_key_that_was_dropped_opens_nothing() -> None:
    with pytest.raises(CannotOpen):
        unseal(seal("secret", keys=[OLD], bound_to="totp:1"), keys=[NEW], bound_to="totp:1")


@pytest.mark.parametrize("keys", [[], ["c2hvcnQ="], ["not base64"]])
def test_nothing_is_sealed_without_a_good_key(keys: list[str]) -> None:
    with pytest.raises(BadKey):
        seal("secret", keys=keys, bound_to="totp:1")
