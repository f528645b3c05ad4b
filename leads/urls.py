"""新闻待办, 线索, 看板, 联系人."""

from django.urls import path

from leads.views import attachments, board, contacts, duplicates, inbox, lead, problems, pursuit

app_name = "leads"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/all/", inbox.proposal_list, name="inbox-all"),
    path("inbox/<int:pk>/", inbox.inbox, name="inbox-card"),
    path("proposals/<int:pk>/ignore/", inbox.proposal_ignore, name="proposal-ignore"),
    path("proposals/<int:pk>/merge/", inbox.proposal_merge, name="proposal-merge"),
    path("proposals/<int:pk>/decisions/", inbox.proposal_decide, name="proposal-decide"),
    path("leads/", lead.lead_list, name="lead-list"),
    path("leads/add/", lead.lead_add, name="lead-add"),
    path("leads/<int:pk>/", lead.lead_detail, name="lead-detail"),
    path("leads/<int:pk>/edit/", lead.lead_edit, name="lead-edit"),
    path("leads/<int:pk>/moves/", lead.lead_move, name="lead-move"),
    path("leads/<int:pk>/next/", lead.lead_next, name="lead-next"),
    path("leads/<int:pk>/claims/", lead.lead_claim, name="lead-claim"),
    path("leads/<int:pk>/releases/", lead.lead_release, name="lead-release"),
    path("leads/<int:pk>/owner/", lead.lead_assign, name="lead-assign"),
    path("leads/<int:pk>/followups/", pursuit.follow_up, name="lead-followup"),
    path("leads/<int:pk>/contacts/", pursuit.lead_contact_add, name="lead-contact-add"),
    path("leads/<int:pk>/comments/", pursuit.comment_add, name="lead-comment"),
    path("leads/<int:pk>/problems/", problems.problem_add, name="lead-problem"),
    path("comments/<int:pk>/withdrawal/", pursuit.comment_withdraw, name="comment-withdraw"),
    path("followups/<int:pk>/notes/", pursuit.followup_note, name="followup-note"),
    path("followups/<int:pk>/withdrawal/", pursuit.followup_withdraw, name="followup-withdraw"),
    path("problems/", problems.problem_list, name="problem-list"),
    path("problems/<int:pk>/", problems.problem_detail, name="problem-detail"),
    path("problems/<int:pk>/hands/", problems.problem_hand, name="problem-hand"),
    path("problems/<int:pk>/solution/", problems.problem_solve, name="problem-solve"),
    path("problems/<int:pk>/reopening/", problems.problem_reopen, name="problem-reopen"),
    path("attachments/<int:pk>/", attachments.attachment_detail, name="attachment-detail"),
    path("suggestions/<int:pk>/decisions/", lead.suggestion_decide, name="suggestion-decide"),
    path("notes/", pursuit.quick_note, name="quick-note"),
    path("board/", board.board, name="board"),
    path("contacts/", contacts.contact_list, name="contact-list"),
    path("contacts/add/", contacts.contact_add, name="contact-add"),
    path("contacts/alike/", duplicates.contact_alike, name="contact-alike"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact-detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact-edit"),
]
