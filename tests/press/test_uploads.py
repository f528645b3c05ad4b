"""Many files at once: a batch of rows that the workers take in, with its progress, its failures and a way to stop it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from press.models import Article, Upload, UploadItem
from press.uploading import _claim, progress, receive, retry, stop, take_waiting
from staff.models import Entry, User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.press import documents

pytestmark = pytest.mark.django_db


def counts(upload: Upload) -> dict[str, int]:
    return progress(upload).counts


def send(client: Client, files: dict[str, bytes]) -> Upload:
    posted = [SimpleUploadedFile(name, raw) for name, raw in files.items()]
    response = client.post("/articles/add/?way=upload", {"files": posted})
    assert response.status_code == 302
    return Upload.objects.get()


@pytest.fixture
def client(officer: User, sign_in: Callable[..., Client]) -> Client:
    return sign_in(officer)


def test_each_file_ends_as_taken_known_or_failed_with_its_reason(client: Client, officer: User) -> None:
    upload = send(
        client,
        {
            "一.txt": make.STORY.encode(), "二.docx": documents.docx(), "三.pdf": documents.pdf(), "一遍.txt": make.STORY.encode(),
            "空.txt": b"", "锁.pdf": documents.locked_pdf(), "大.txt": b"x" * (21 * 1024 * 1024),
        },
    )  # fmt: skip
    take_waiting()
    assert counts(upload) == {
        "taken": 3,
        "known": 1,
        "failed": 3,
    }
    known = upload.items.get(state="known")
    assert known.article == upload.items.get(name="一.txt").article
    shown = client.get(upload.get_absolute_url()).content.decode()
    assert "PDF 有密码" in shown
    assert "文件有 21 MB" in shown
    assert Article.objects.filter(added_by=officer).count() == 3


def test_originals_are_kept_byte_for_byte_with_their_hash(officer: User) -> None:
    raw = documents.docx()
    upload = receive([("二.docx", raw)], by=officer, at=timezone.now())
    take_waiting()
    article = upload.items.get().article
    assert article is not None
    assert bytes(article.raw) == raw
    assert article.digest == upload.items.get().digest == hashlib.sha256(raw).hexdigest()
    assert upload.items.get().raw is None


def test_what_a_letter_brings_along_is_taken_in_too(client: Client) -> None:
    """Papers send their copy as a file: the letter alone says 见附件."""
    nested = documents.letter("请收", 三_txt="转来的报道：云湖光电在临江签约。".encode())
    letter = documents.letter(
        "稿件见附件。",
        一_txt=make.STORY.encode(),
        二_docx=documents.docx(),
        坏_pdf=b"%PDF-1.7 x",
        logo_png=b"\x89PNG\0",
        转_eml=nested,
    )
    upload = send(
        client, {"来信.eml": letter, "空信.eml": documents.letter(" ", 四_txt="云湖光电二期在临江开工。".encode())}
    )
    take_waiting()
    states = dict(upload.items.values_list("name", "state"))
    assert states == {
        "来信.eml": "taken", "来信.eml/一.txt": "taken", "来信.eml/二.docx": "taken", "来信.eml/坏.pdf": "failed",
        "来信.eml/转.eml": "taken", "来信.eml/转.eml/三.txt": "taken", "空信.eml": "opened", "空信.eml/四.txt": "taken",
    }  # fmt: skip


def test_letters_within_letters_end(client: Client) -> None:
    raw = documents.letter("底", 底_txt="云湖光电签约。".encode())
    for _ in range(6):
        raw = documents.letter("请收", 信_eml=raw)
    upload = send(client, {"信.eml": raw})
    take_waiting()
    assert upload.items.get(state="failed").error.startswith("邮件和压缩包套得太深")
    assert upload.items.count() == 3


def test_the_files_of_a_zip_become_rows_and_zips_in_it_are_opened(client: Client) -> None:
    inner = documents.zipped({"c.txt": "里层的报道：云湖光电签约。".encode()})
    upload = send(
        client, {"包.zip": documents.zipped({"a.txt": make.STORY.encode(), "b/图.png": b"\x89PNG\0", "d.zip": inner})}
    )
    take_waiting()
    states = dict(upload.items.values_list("name", "state"))
    assert states == {
        "包.zip": "opened", "包.zip/a.txt": "taken", "包.zip/b/图.png": "failed", "包.zip/d.zip": "opened", "包.zip/d.zip/c.txt": "taken",
    }  # fmt: skip


def test_zips_nested_too_deep_are_not_opened(officer: User) -> None:
    raw = documents.zipped({"a.txt": make.STORY.encode()})
    for _ in range(5):
        raw = documents.zipped({"z.zip": raw})
    upload = receive([("深.zip", raw)], by=officer, at=timezone.now())
    take_waiting()
    assert counts(upload) == {"opened": 2, "failed": 1}
    assert "套得太深" in upload.items.get(state="failed").error


def test_a_bomb_is_a_row_that_failed_and_stops_no_other(officer: User) -> None:
    bomb = documents.zipped({"a.txt": b"\0" * 30_000_000})
    upload = receive([("弹.zip", bomb), ("一.txt", make.STORY.encode())], by=officer, at=timezone.now())
    take_waiting()
    assert counts(upload) == {"failed": 1, "taken": 1}


def test_a_batch_can_be_stopped_and_gone_on_with(client: Client, officer: User) -> None:
    upload = make.upload("一.txt", "二.txt", by=officer)
    assert "停止这批上传" in client.get(f"/uploads/{upload.pk}/stop/").content.decode()
    client.post(f"/uploads/{upload.pk}/stop/")
    assert take_waiting() == 0
    assert counts(upload) == {"stopped": 2}
    assert Entry.objects.filter(act="停止上传").exists()
    client.post(f"/uploads/{upload.pk}/retries/")
    take_waiting()
    assert counts(upload) == {"taken": 2}


def test_stopping_twice_is_told(officer: User) -> None:
    upload = make.upload(by=officer)
    stop(upload, by=officer, at=timezone.now())
    with pytest.raises(Refused, match="已经停止"):
        stop(upload, by=officer, at=timezone.now())


def test_one_failure_can_be_tried_again_alone(officer: User) -> None:
    upload = receive([("空.txt", b" "), ("空二.txt", b"\n")], by=officer, at=timezone.now())
    take_waiting()
    assert retry(upload, upload.items.get(name="空.txt").pk) == 1
    assert counts(upload) == {"waiting": 1, "failed": 1}


def test_a_worker_that_dies_leaves_the_file_to_the_next(officer: User) -> None:
    upload = make.upload("一.txt", by=officer)
    now = timezone.now()
    assert _claim(now) is not None
    assert take_waiting(now) == 0
    assert take_waiting(now + timedelta(hours=1)) == 1
    assert counts(upload) == {"taken": 1}


def test_a_file_that_always_brings_its_worker_down_is_set_aside(officer: User) -> None:
    upload = make.upload("一.txt", by=officer)
    now = timezone.now()
    for _ in range(3):
        assert _claim(now) is not None
        now += timedelta(hours=1)
    take_waiting(now)
    assert "连续中断" in upload.items.get(state="failed").error


def test_two_workers_take_each_file_once(committed: None) -> None:
    upload = make.upload(*(f"{n}.txt" for n in range(12)), by=make.user("王晓"))
    done = together(take_waiting, take_waiting)
    assert sum(row for row in done if isinstance(row, int)) == 12
    assert counts(upload) == {"taken": 12}
    assert Article.objects.count() == 12


def test_a_page_of_five_hundred_files_asks_no_more_than_one_of_five(client: Client, officer: User) -> None:
    few = make.upload(*(f"{n}.txt" for n in range(5)), by=officer)
    many = make.upload(*(f"{n}.txt" for n in range(500)), by=officer)
    asked = []
    for upload in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = client.get(upload.get_absolute_url()).content.decode()
        asked.append(len(queries))
    assert "0 / 500" in shown
    assert asked[0] == asked[1] <= 9


def test_more_files_than_a_batch_takes_are_refused(officer: User) -> None:
    with pytest.raises(Refused, match="最多 1000 个"):
        receive([("x", b"x")] * 1001, by=officer, at=timezone.now())
    assert UploadItem.objects.count() == 0
