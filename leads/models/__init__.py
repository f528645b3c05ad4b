from leads.models.attachment import Attachment
from leads.models.calendar import CalendarFeed
from leads.models.claim import Claim, ClaimAttempt, Clash
from leads.models.clock import Appraisal, Clock, ClockAct
from leads.models.comment import Comment
from leads.models.contact import Contact, LeadContact
from leads.models.enquiry import Enquiry
from leads.models.followup import FollowUp, FollowUpNote
from leads.models.handover import Handover, HandoverItem
from leads.models.lead import Lead, LeadValue, Move
from leads.models.milestone import Funds, Milestone
from leads.models.position import Introduction, Position
from leads.models.problem import Problem, ProblemStep
from leads.models.promise import Promise, PromiseAnswer
from leads.models.proposal import Proposal, Suggestion
from leads.models.rule import OfficeRule, SpecialDay
from leads.models.saved_view import SavedView
from leads.models.stage import ClosingReason, Stage
from leads.models.tag import Tag
from leads.models.target import Target
from leads.models.watch import Mute, WatchHit, WatchRule
from leads.models.winner import HomeArea, Winner

__all__ = [
    "Appraisal", "Attachment", "CalendarFeed", "Claim", "ClaimAttempt", "Clash", "Clock", "ClockAct",
    "ClosingReason", "Comment", "Contact", "Enquiry", "FollowUp", "FollowUpNote", "Funds", "Handover", "HandoverItem",
    "HomeArea", "Introduction", "Lead", "LeadContact", "LeadValue", "Milestone", "Move", "Mute", "OfficeRule",
    "Position", "Problem", "ProblemStep", "Promise", "PromiseAnswer", "Proposal", "SavedView", "SpecialDay",
    "Stage", "Suggestion", "Tag", "Target", "WatchHit", "WatchRule", "Winner",
]  # fmt: skip
