"""A web address as it stands in firm.toml. One that is itself a secret, as chat systems give them, is a `Secret`."""

from typing import Annotated

from pydantic import AfterValidator

from actions.egress.web import TargetRefused, address_of
from core.secret import Secret, conceal


def as_web_address(text: str) -> str:
    """The text, if it is a web address without user and password."""
    try:
        address_of(text)
    except TargetRefused as error:
        raise ValueError(str(error).rstrip(".")) from None
    return text


WebAddress = Annotated[str, AfterValidator(as_web_address)]


def secret_address(secret: Secret) -> str:
    """The address that a secret holds. What stands behind its host is concealed too: a receiver may say it back."""
    url = secret.reveal()
    conceal(address_of(url).raw_path.decode("ascii"))
    return url
