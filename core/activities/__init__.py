"""Activities: a budget with managers. An assignment is an activity of one contract, run without being one."""

from core.activities.actions import open_activities
from core.activities.model import Activity, NewActivity
from core.activities.store import activities_by_id, activities_of, manages

__all__ = ["Activity", "NewActivity", "activities_by_id", "activities_of", "manages", "open_activities"]
