"""The floor: one file for each concept, read in ten minutes."""

from app.models.access_log import AccessLog
from app.models.audit_event import AuditChain, AuditEvent
from app.models.base import Base
from app.models.case import Case, CaseNumber, CaseUnit, Progress
from app.models.case_instance import CaseInstance
from app.models.case_request import CaseLink, CaseRequest
from app.models.clock_setting import ClockSetting
from app.models.form_definition import FormDefinition
from app.models.holiday import Holiday
from app.models.job import Job
from app.models.notice import Letter, Notice, NoticeSettings
from app.models.paper_file import PaperFile
from app.models.party import Governorate, Party
from app.models.person import Person, PersonNameToken
from app.models.process_definition import ProcessDefinition, ProcessDefinitionCall, ProcessDefinitionForm
from app.models.sign_in_session import SignInSession
from app.models.unit import Mission, ReferenceRevision, Unit
from app.models.user import ROLES, User
from app.models.user_task import OPEN, UserTask

__all__ = [
    "OPEN",
    "ROLES",
    "AccessLog",
    "AuditChain",
    "AuditEvent",
    "Base",
    "Case",
    "CaseInstance",
    "CaseLink",
    "CaseNumber",
    "CaseRequest",
    "CaseUnit",
    "ClockSetting",
    "FormDefinition",
    "Governorate",
    "Holiday",
    "Job",
    "Letter",
    "Mission",
    "Notice",
    "NoticeSettings",
    "PaperFile",
    "Party",
    "Person",
    "PersonNameToken",
    "ProcessDefinition",
    "ProcessDefinitionCall",
    "ProcessDefinitionForm",
    "Progress",
    "ReferenceRevision",
    "SignInSession",
    "Unit",
    "User",
    "UserTask",
]
