"""The columns of a table of paper files, with their titles in both languages, and the empty table to fill in."""

import csv
import io
from dataclasses import dataclass

from app.errors import Message, say


@dataclass(frozen=True)
class Column:
    """One column: its key, its titles and what belongs into it."""

    key: str
    title: str
    title_ar: str
    hint: Message

    def titled(self, language: str) -> str:
        """The title in "en" or "ar"."""
        return self.title_ar if language == "ar" else self.title


DATE = say("A date: 2018-11-04 or 04/11/2018.")
CHOICE = say("One of the choices of the form, in words or as its code.")

COLUMNS = (
    Column("reference", "Paper reference", "رقم الملف الورقي", say("What stands on the folder. Each once.")),
    Column("procedure", "Procedure", "الإجراء", say("Its name or its key, for example labour_case.")),
    Column(
        "step",
        "Present step",
        "الخطوة الحالية",
        say("Its name or its number, for example L13. Empty if closed."),
    ),
    Column("status", "Status", "الوضع", say("open or closed.")),
    Column("outcome", "Outcome", "النتيجة", say("Only if closed: one of the outcomes of the closure form.")),
    Column("closed_on", "Closing date", "تاريخ الإغلاق", say("Only if closed. A date.")),
    Column("received_on", "Received date", "تاريخ الاستلام", DATE),
    Column(
        "since", "Step since", "الخطوة منذ", say("Since when it is at its step. The clock runs from here.")
    ),
    Column("full_name", "Full name", "الاسم الكامل", say("As in the passport.")),
    Column("name_in_arabic", "Name in Arabic", "الاسم بالعربية", say("If it is known.")),
    Column("other_names", "Other names", "أسماء أخرى", say("Other spellings, with commas between them.")),
    Column("nationality", "Nationality", "الجنسية", CHOICE),
    Column("governorate", "Governorate", "المحافظة", CHOICE),
    Column("language", "Language", "اللغة", CHOICE),
    Column("hospital", "Hospital", "المستشفى", CHOICE),
    Column("risk", "Risk", "درجة الخطورة", CHOICE),
    Column("child", "Child", "طفل", CHOICE),
    Column("cpr_no", "CPR", "الرقم الشخصي", say("Nine digits.")),
    Column("passport_no", "Passport number", "رقم جواز السفر", say("Letters and digits.")),
    Column("phone", "Phone", "الهاتف", say("With + before the code of another country.")),
    Column("officer", "Officer", "مسؤول الحالة", say("The user name of the case officer.")),
    Column("note", "Note", "ملاحظة", say("What the file says that no column holds.")),
)
BY_KEY = {column.key: column for column in COLUMNS}


def template(language: str) -> bytes:
    """An empty table as CSV with titles in "en" or "ar"; the mark at its start tells Excel that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerow(column.titled(language) for column in COLUMNS)
    return text.getvalue().encode("utf-8-sig")
