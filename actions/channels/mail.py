"""Mail, by an SMTP server: what a person would read, with a link to the finding. A second try has the same
Message-ID, by which a mailbox knows it again."""

from email import message_from_bytes
from email.policy import SMTP

from actions.channel import Content, Outcome, Outgoing, Verdict
from actions.egress.web import Web
from actions.message import Message
from core.mail import Letter, MailDelayed, MailRefused, MailSettings, composed, hand_over
from core.secret import concealed


class Settings(MailSettings):
    """The server, and to whom: one address, or a list of them as a mail has it."""

    to: str


class Mail:
    """Writes to people."""

    title = "Mail"
    settings_model = Settings
    must_sign = False
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        text = "\n\n".join(part for part in (message.text or message.title, message.link) if part)
        letter = Letter(settings.to, " ".join(message.title.split()), text, message.id)
        return Content(composed(settings, letter).as_bytes(policy=SMTP), "message/rfc822")

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        try:
            hand_over(settings, message_from_bytes(outgoing.content.body, policy=SMTP))
        except MailRefused as error:
            return Verdict(Outcome.NEVER, concealed(str(error)), error.code)
        except MailDelayed as error:
            return Verdict(Outcome.AGAIN, concealed(str(error)), error.code)
        return Verdict(Outcome.DELIVERED, f"Taken by {settings.server}.")


CHANNEL = Mail()
