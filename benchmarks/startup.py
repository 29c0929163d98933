"""What it costs to start, in processes of their own: seconds until the application stands, and its memory."""

import subprocess
import sys
from statistics import median

from app.config import Settings

FLOOR = "import flask, sqlalchemy.orm, SpiffWorkflow.spiff.parser.process, SpiffWorkflow.bpmn.workflow"
APPLICATION = """
import base64, resource, sys
from app.config import Settings
from app.factory import create_app
settings = Settings(sys.argv[1], "benchmark " * 4, base64.b64decode(sys.argv[2]), True, False)
app = create_app(settings)
"""
READY = "import time; print(time.time() - started)"
MEMORY = """
assert app.test_client().get("/sign-in").status_code == 200
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def figures(settings: Settings, data_key: str, *, times: int) -> dict[str, float]:
    """Medians of starting `times` times: the whole application, and only what it is built from."""
    arguments = (settings.database_url, data_key)
    return {
        "startup_s": round(median(_run(APPLICATION + READY, *arguments) for _ in range(times)), 3),
        "startup_floor_s": round(median(_run(FLOOR + "\n" + READY) for _ in range(times)), 3),
        "rss_mb": round(_run(APPLICATION + MEMORY, *arguments), 1),
    }


def _run(program: str, *arguments: str) -> float:
    timed = "import time; started = time.time()\n" + program
    answer = subprocess.run(
        [sys.executable, "-c", timed, *arguments], capture_output=True, text=True, check=True
    )
    return float(answer.stdout)
