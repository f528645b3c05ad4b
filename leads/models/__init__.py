from leads.models.contact import Contact, LeadContact
from leads.models.followup import FollowUp
from leads.models.lead import Lead, LeadValue, Move
from leads.models.proposal import Proposal, Suggestion
from leads.models.stage import Stage

__all__ = ["Contact", "FollowUp", "Lead", "LeadContact", "LeadValue", "Move", "Proposal", "Stage", "Suggestion"]
