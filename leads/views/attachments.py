"""附件: a file, to who sees its lead. Always as a download: nothing that was uploaded runs or shows in our pages."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from leads.models import Attachment
from leads.views.lead import person
from staff.permissions import Can, needs


@needs(Can.LEAD_READ)
@require_GET
def attachment_detail(request: HttpRequest, pk: int) -> FileResponse:
    row = get_object_or_404(Attachment.objects.visible_to(person(request)), pk=pk)
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.media)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
