from leads.models.attachment import Attachment
from leads.models.comment import Comment
from leads.models.contact import Contact, LeadContact
from leads.models.followup import FollowUp, FollowUpNote
from leads.models.lead import Lead, LeadValue, Move
from leads.models.milestone import Funds, Milestone
from leads.models.problem import Problem, ProblemStep
from leads.models.promise import Promise, PromiseAnswer
from leads.models.proposal import Proposal, Suggestion
from leads.models.stage import ClosingReason, Stage
from leads.models.winner import HomeArea, Winner

__all__ = [
    "Attachment", "ClosingReason", "Comment", "Contact", "FollowUp", "FollowUpNote", "Funds", "HomeArea", "Lead",
    "LeadContact", "LeadValue", "Milestone", "Move", "Problem", "ProblemStep", "Promise", "PromiseAnswer",
    "Proposal", "Stage", "Suggestion", "Winner",
]  # fmt: skip
