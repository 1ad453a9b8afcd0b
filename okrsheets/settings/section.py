"""What every table of the settings file is made of."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the settings file; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
