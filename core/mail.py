"""Mail: one message to one recipient, by the firm's server. What may pass is tried again, what may not is told."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from pydantic import BaseModel, ConfigDict

from core.errors import TraceworkError
from core.secret import Secret

PATIENCE_S = 60
TEMPORARY = range(400, 500)


class MailSettings(BaseModel):
    """A mail server. `security`: starttls, tls from the first byte, or none, which is for a server on this machine."""

    model_config = ConfigDict(extra="forbid")
    server: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str
    user: str | None = None
    password: Secret | None = None
    # the certificate authority of a server that has one of its own
    authority: str | None = None


class MailNotTaken(TraceworkError):
    """A mail that the server did not take; `code` is its answer, if it answered at all."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class MailRefused(MailNotTaken):
    """The server will not take this mail, however often it is tried."""


class MailDelayed(MailNotTaken):
    """The server could not take this mail now."""


@dataclass(frozen=True)
class Attachment:
    """A file in a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is sent. `identity` is the same whenever the same is sent, so that a server may know it again."""

    to: str
    subject: str
    text: str
    identity: str
    attachments: tuple[Attachment, ...] = ()


def send(settings: MailSettings, letter: Letter) -> None:
    """Hand a letter to the server; MailDelayed or MailRefused say why it was not taken."""
    hand_over(settings, composed(settings, letter))


def composed(settings: MailSettings, letter: Letter) -> EmailMessage:
    """The letter as mail."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.sender, letter.to, letter.subject
    message["Message-ID"] = f"<{letter.identity}@{settings.sender.rpartition('@')[2].strip('>') or 'tracework'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    for each in letter.attachments:
        kind, _, subtype = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=kind, subtype=subtype, filename=each.name)
    return message


def hand_over(settings: MailSettings, message: EmailMessage) -> None:
    """Hand a mail to the server as it is; MailDelayed or MailRefused say why it was not taken."""
    place = f"the mail server {settings.server}:{settings.port}"
    try:
        with _connected(settings) as server:
            if settings.user is not None and settings.password is not None:
                server.login(settings.user, settings.password.reveal())
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _told(f"{place} refuses {message['To']}", code, words) from None
    except smtplib.SMTPResponseException as error:
        raise _told(f"{place} refuses", error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError as error:
        raise MailRefused(
            f"{place} cannot do what firm.toml asks for: {error}. Change its security, user or sender in firm.toml."
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayed(f"{place} did not take the mail: {error}.") from None


def _connected(settings: MailSettings) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=settings.authority)
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.server, settings.port, timeout=PATIENCE_S, context=trusted)
    server = smtplib.SMTP(settings.server, settings.port, timeout=PATIENCE_S)
    if settings.security == "starttls":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server


def _told(what: str, code: int, words: bytes | str) -> MailNotTaken:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    kind = MailDelayed if code in TEMPORARY else MailRefused
    return kind(f"{what}: {code} {said}.", code)
