"""The pages: they call the co-pilot and show what it says, nothing else.

Gradio and the libraries under it read these variables when they are imported, so they are set here, before any page imports them.
"""

from __future__ import annotations

import os

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000",  # Gradio rebuilds a table of all events every so many; 1 costs milliseconds a question
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
for _name, _value in _QUIET.items():
    os.environ[_name] = _value
