"""What `[sources.NAME.http]` may say: how patient to be with an interface, how fast to ask it, whose word to trust."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class HttpSettings(BaseModel):
    """How to treat an interface. Times are in seconds."""

    model_config = ConfigDict(extra="forbid")

    rate: float | None = Field(None, gt=0, description="requests a second at most; none set: as fast as it answers")
    timeout: float = Field(60, gt=0, description="for a connection, and for each portion of an answer")
    attempts: int = Field(6, ge=1, description="tries of one request")
    attempts_to_reach: int = Field(3, ge=1, description="tries of the first request, while nobody has ever answered")
    patience: float = Field(600, gt=0, description="for all tries of one request together")
    first_wait: float = Field(1, ge=0, description="before the second try; doubled before each further one")
    longest_wait: float = Field(60, ge=0, description="between two tries, unless the vendor asks for more")
    ca_file: Path | None = Field(None, description="certificates to trust beside the public ones")
    plain_http: bool = Field(False, description="allow http:// to another machine")
