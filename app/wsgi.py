"""What a server imports: `gunicorn 'app.wsgi:app'`."""

import os

from app.config import from_environment
from app.factory import create_app

app = create_app(from_environment(os.environ))
