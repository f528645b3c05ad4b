from leads.models.attachment import Attachment
from leads.models.contact import Contact, LeadContact
from leads.models.followup import FollowUp
from leads.models.lead import Lead, LeadValue, Move
from leads.models.milestone import Funds, Milestone
from leads.models.promise import Promise, PromiseAnswer
from leads.models.proposal import Proposal, Suggestion
from leads.models.stage import ClosingReason, Stage
from leads.models.winner import HomeArea, Winner

__all__ = [
    "Attachment", "ClosingReason", "Contact", "FollowUp", "Funds", "HomeArea", "Lead", "LeadContact", "LeadValue",
    "Milestone", "Move", "Promise", "PromiseAnswer", "Proposal", "Stage", "Suggestion", "Winner",
]  # fmt: skip
