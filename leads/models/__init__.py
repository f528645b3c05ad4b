from leads.models.attachment import Attachment
from leads.models.contact import Contact, LeadContact
from leads.models.followup import FollowUp
from leads.models.lead import Lead, LeadValue, Move
from leads.models.proposal import Proposal, Suggestion
from leads.models.stage import Stage

__all__ = [
    "Attachment", "Contact", "FollowUp", "Lead", "LeadContact", "LeadValue", "Move", "Proposal", "Stage", "Suggestion",
]  # fmt: skip
