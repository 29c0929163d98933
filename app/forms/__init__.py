"""Forms: read a form file, show it in one language, hold answers to it. This page is the whole face."""

from app.forms.field import Field, FormInvalid, Option
from app.forms.form import Form
from app.forms.read import read
from app.forms.rows import Row

__all__ = ["Field", "Form", "FormInvalid", "Option", "Row", "read"]
