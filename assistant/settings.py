"""Settings: defaults, then the settings file in the data folder, then the environment, then what the command line says.

The environment is read here and nowhere else. Making a Settings creates nothing on disk.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assistant.errors import SettingsError
from knowledge.folder import data_folder

__all__ = ["ENVIRONMENT", "Settings"]

ENVIRONMENT = {"data": "UPWARD_DATA", "port": "PORT", "model": "UPWARD_MODEL", "base_url": "OPENAI_BASE_URL", "api_key": "OPENAI_API_KEY"}
"""Setting to environment variable."""
FILE = "settings.toml"
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Settings(BaseModel):
    """How Upward runs. Without ``model`` nothing leaves the machine."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path | None = None
    """Folder of the index and, later, of a pair's record; None keeps everything in memory."""
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=1, le=65535)
    model: Word | None = None
    """Name of a chat model at ``base_url``; None selects the offline engine."""
    base_url: Word | None = None
    """Of any OpenAI-compatible endpoint; None means OpenAI's own."""
    api_key: Word | None = Field(None, repr=False)
    request_tokens: int = Field(6000, ge=1000)
    """Most tokens of a request: instructions, passages, history and question together."""
    reply_tokens: int = Field(700, ge=100)

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings as a person would expect them.

        Args:
            environment: Variables; None reads the process's own.
            **given: From the command line; None means not given.

        Raises:
            SettingsError: A value cannot be used; names it and where it came from.
        """
        variables = os.environ if environment is None else environment
        chosen = {name: variables[variable] for name, variable in ENVIRONMENT.items() if variables.get(variable, "").strip()}
        chosen |= {name: value for name, value in given.items() if value is not None}
        data = data_folder(Path(chosen["data"]) if chosen.get("data") else None, variables)
        try:
            return cls(**{**_file(data / FILE), **chosen, "data": data})
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            where = f"{ENVIRONMENT[name]} or " if name in ENVIRONMENT else ""
            raise SettingsError(f"The setting {name!r} cannot be used: {first['msg']}.", hint=f"Mend it in {where}{FILE}, or leave it out.") from error

    @property
    def sends_to(self) -> str:
        """Host that questions and passages are sent to; empty when nothing leaves the machine."""
        if not self.model:
            return ""
        return urlsplit(self.base_url or "https://api.openai.com/v1").hostname or ""


def _file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"The settings file {str(path)!r} cannot be read: {error}.", hint="Mend that line or move the file away; nothing else was changed."
        ) from error
