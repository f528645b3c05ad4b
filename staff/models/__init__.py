from staff.models.department import Department
from staff.models.journal import Entry
from staff.models.notice import Notice
from staff.models.user import User

__all__ = ["Department", "Entry", "Notice", "User"]
