"""Where the data folder is: what was given, else ``UPWARD_DATA``, else the person's own folder for application data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["VARIABLE", "data_folder"]

VARIABLE = "UPWARD_DATA"


def data_folder(given: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """The folder; it need not exist yet."""
    variables = os.environ if environment is None else environment
    return Path(given or variables.get(VARIABLE, "").strip() or user_data_path("upward")).expanduser()
