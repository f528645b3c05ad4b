"""Batches of uploaded files: stored at once, taken in one by one by the workers, stopped and tried again by people.

The rows are the queue, as articles are: a lease that runs out is taken again, and of two hands one gets the row.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from press import files, intake
from press.bell import ring
from press.files.archive import entries
from press.models import Article, Source, Upload, UploadItem
from staff.models import User
from staff.refusal import Refused

MOST_FILES = 1000
MOST_ZIP_BYTES = 60 * 1024 * 1024
DEEPEST = 2
"""Zips within zips that are opened."""
MOST_TRIES = 3
State = UploadItem.State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: how many files in each state."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get(State.WAITING, 0)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        """State, its Chinese word and the count, in order; states without files left out."""
        return [(state.value, str(state.label), self.counts[state]) for state in State if self.counts.get(state)]


def progress(upload: Upload) -> Progress:
    """The counts of a batch, in one question."""
    counted = upload.items.order_by().values_list("state").annotate(n=Count("pk"))
    return Progress(dict(counted))


def receive(uploaded: Iterable[tuple[str, bytes | Refused]], *, by: User, at: datetime) -> Upload:
    """Stores the files as a batch that waits for the workers; one that was refused at the door is a row that failed.

    Raises Refused where there are none or too many.
    """
    taken = list(uploaded)
    if not taken:
        raise Refused("请选择文件。", code="empty")
    if len(taken) > MOST_FILES:
        raise Refused(
            f"一次选了 {len(taken)} 个文件，最多 {MOST_FILES} 个。请分几次上传，或打成 zip。", code="too_many"
        )
    name = taken[0][0] if len(taken) == 1 else f"{taken[0][0]} 等 {len(taken)} 个文件"
    with transaction.atomic():
        upload = Upload.objects.create(by=by, at=at, name=name[:255])
        _store(upload, taken, depth=0)
        ring()
    return upload


def _store(upload: Upload, taken: Iterable[tuple[str, bytes | Refused]], *, depth: int) -> None:
    UploadItem.objects.bulk_create((_item(upload, name, data, depth) for name, data in taken), batch_size=20)


def _item(upload: Upload, name: str, data: bytes | Refused, depth: int) -> UploadItem:
    item = UploadItem(upload=upload, name=name.replace("\x00", "")[-255:], depth=depth, size=0)
    if isinstance(data, Refused):
        item.state, item.error = State.FAILED, data.message[:500]
    else:
        item.raw, item.size, item.digest = data, len(data), hashlib.sha256(data).hexdigest()
    return item


def take_waiting(at: datetime | None = None) -> int:
    """Takes in every file that waits; returns how many. Several workers may do it at once, and be killed at any line."""
    count = 0
    while (item := _claim(at or timezone.now())) is not None:
        _take(item, at or timezone.now())
        count += 1
    return count


def _claim(at: datetime) -> UploadItem | None:
    with transaction.atomic():
        waiting = UploadItem.objects.takeable(at).select_related("upload__by")
        item = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        if item is None:
            return None
        item.claim = uuid.uuid4()
        item.tries += 1
        until = at + timedelta(seconds=settings.LEASE_SECONDS)
        UploadItem.objects.filter(pk=item.pk).update(claim=item.claim, claimed_until=until, tries=F("tries") + 1)
    return item


def _take(item: UploadItem, at: datetime) -> None:
    try:
        if item.tries > MOST_TRIES:
            raise Refused(f"处理时连续中断 {MOST_TRIES} 次，已停下。请检查文件后重试。", code="tries")
        with transaction.atomic():
            raw = bytes(item.raw or b"")
            if files.is_archive(raw):
                _open(item, raw)
                _settle(item, at, State.OPENED)
            else:
                _take_one(item, raw, at)
    except Refused as refusal:
        _settle(item, at, State.FAILED, error=refusal.message)


def _take_one(item: UploadItem, raw: bytes, at: datetime) -> None:
    """The file becomes an article; what a letter brings along becomes rows beside it, and then it may itself be empty."""
    inside = files.beside(raw)
    if inside and item.depth >= DEEPEST:
        raise Refused(f"邮件和压缩包套得太深（最多 {DEEPEST} 层）。请把附件另存后再上传。", code="bomb")
    _store(item.upload, [(f"{item.name}/{name}", data) for name, data in inside], depth=item.depth + 1)
    try:
        source = Source.built_in(Source.Kind.UPLOAD)
        article, is_new = intake.add(raw, source=source, at=at, by=item.upload.by, name=item.name)
    except Refused:
        if not inside:
            raise
        _settle(item, at, State.OPENED)
    else:
        _settle(item, at, State.TAKEN if is_new else State.KNOWN, article=article)


def _open(item: UploadItem, raw: bytes) -> None:
    """The files of a zip become rows beside it; those that cannot be unpacked are rows that failed."""
    if item.depth >= DEEPEST:
        raise Refused(f"压缩包套得太深（最多 {DEEPEST} 层）。请解开后再上传。", code="bomb")
    inside = [(f"{item.name}/{name}", data) for name, data in entries(raw)]
    if not inside:
        raise Refused("压缩包是空的。", code="empty")
    _store(item.upload, inside, depth=item.depth + 1)


def _settle(
    item: UploadItem, at: datetime, state: UploadItem.State, *, error: str = "", article: Article | None = None
) -> None:
    """The one who holds the row writes what came of it; the bytes stay only where they may be tried again."""
    mine = UploadItem.objects.filter(pk=item.pk, claim=item.claim, state=State.WAITING)
    kept = {} if state == State.FAILED else {"raw": None}
    if not mine.update(
        state=state, error=error[:500], article=article, claim=None, claimed_until=None, done_at=at, **kept
    ):
        raise transaction.TransactionManagementError(f"upload item {item.pk}: the lease ran out")


def stop(upload: Upload, *, by: User, at: datetime) -> int:
    """Stops a batch: what still waits is set aside; returns how many. Refused where it was stopped already."""
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, stopped_at=None).update(stopped_at=at, stopped_by=by):
            raise Refused("这批上传已经停止了。", code="stopped")
        return upload.items.filter(state=State.WAITING).update(
            state=State.STOPPED, claim=None, claimed_until=None, done_at=at
        )


def retry(upload: Upload, item: int | None = None) -> int:
    """Lets the failed and stopped files of a batch (or one of them) wait again; returns how many."""
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(stopped_at=None, stopped_by=None)
        again = upload.items.filter(state__in=(State.FAILED, State.STOPPED), raw__isnull=False)
        if item is not None:
            again = again.filter(pk=item)
        count = again.update(state=State.WAITING, error="", tries=0, claim=None, claimed_until=None, done_at=None)
        if count:
            ring()
    return count
