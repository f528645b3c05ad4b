"""联系人: one person at several firms over time, taken from coverage, cards and files; officials never."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from leads import positions, vcards
from leads.cards import card_of
from leads.models import Contact, Position
from leads.models.contact import PhoneKind
from press.models import Mention
from staff.models import Entry, User
from staff.refusal import Refused
from tests import make
from tests.pages.site import page

V3 = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:陈启明\r\nN:陈;启明;;;\r\nORG:苍梧半导体股份有限公司;市场部\r\nTITLE:副总经理\r\n"
    "TEL;TYPE=CELL:138 0000 2201\r\nTEL;TYPE=WORK:0755-88886666\r\nEMAIL:chen@cangwu.cn\r\nEND:VCARD\r\n"
)
V4 = 'BEGIN:VCARD\nVERSION:4.0\nFN:李可\nTEL;VALUE=uri;TYPE="voice,cell":tel:+86-139-0000-0001\nEND:VCARD\n'
V21 = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E9=99=88=\r\n=E5=90=AF\r\n"
    "TEL;CELL;PREF:13700002201\r\nEND:VCARD\r\n"
)
# What damaged and odd files hold.
DAMAGE = (
    b"", b"\n", b";", b":", b"=", b"\x00", b"\xff", b"\xe9", b"BEGIN:VCARD\n", b"END:VCARD\n", b"N:;;;;;;;\n", b"BDAY:xx\n",
    b"PHOTO;ENCODING=b:!!!\n", b"QUOTED-PRINTABLE:=E4\n", b"TEL;TYPE=\"a:1\n", b";CHARSET=nope:", b"VERSION:9.9\n", b"ORG\n",
)  # fmt: skip


class TestPositions:
    pytestmark = pytest.mark.django_db

    def test_who_changes_firms_keeps_the_old_place_beside_the_new(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        old = make.company("采薇电子有限公司")
        contact = make.contact(by=officer, company=old, title="副总经理")
        sign_in(officer).post(
            f"/contacts/{contact.pk}/edit/",
            {
                "name": "陈启明",
                "company_name": "苍梧半导体股份有限公司",
                "title": "总经理",
                "phones_text": "13800002201",
            },
        )
        contact.refresh_from_db()
        rows = [(str(row.company), row.title, row.is_now, row.until) for row in contact.positions.all()]
        assert rows == [
            ("苍梧半导体股份有限公司", "总经理", True, None),
            ("采薇电子有限公司", "副总经理", False, timezone.localdate()),
        ]
        assert (str(contact.company), contact.title) == ("苍梧半导体股份有限公司", "总经理")

    def test_saving_without_a_change_makes_no_new_place(self, officer: User) -> None:
        firm = make.company()
        contact = make.contact(by=officer, company=firm, title="总经理")
        assert positions.take(contact, firm, "总经理", by=officer, at=timezone.now()) is None
        assert contact.positions.count() == 1

    def test_one_place_is_the_present_one_and_time_runs_forward(self, officer: User) -> None:
        contact = make.contact(by=officer, company=make.company())
        with pytest.raises(IntegrityError), transaction.atomic():
            Position.objects.create(contact=contact, title="x", by=officer, at=timezone.now())
        with pytest.raises(Refused, match="离任不能早于到任"):
            positions.add_former(
                contact, make.company("采薇"), "", since=date(2020, 1, 1), until=date(2019, 1, 1), by=officer,
                at=timezone.now(),
            )  # fmt: skip

    def test_an_introduction_stands_once_and_can_be_taken_back(self, officer: User) -> None:
        one, other, now = make.contact(by=officer), make.contact("李可", by=officer), timezone.now()
        row = positions.introduce(one, other, by=officer, at=now, why="同学")
        with pytest.raises(Refused, match="已经记过"):
            positions.introduce(one, other, by=officer, at=now)
        with pytest.raises(Refused, match="同一个人"):
            positions.introduce(one, one, by=officer, at=now)
        positions.withdraw(row, by=officer, at=now)
        positions.introduce(one, other, by=officer, at=now)

    def test_an_introducer_is_searched_for_and_colleagues_are_offered_at_once(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        firm = make.company("嘉禾显示有限公司")
        person = make.contact("陈启明", by=officer, company=firm)
        make.contact("李可", by=officer, company=firm)
        other = make.contact("周宁", by=officer)
        client, url = sign_in(officer), f"/contacts/{person.pk}/introducers/"
        offered = page(client.get(url))
        assert "李可" in offered
        assert "周宁" not in offered
        found = page(client.get(f"{url}?q=周宁"))
        assert f'value="{other.pk}"' in found
        assert "李可" not in found
        # What was chosen after a search stands where it is sent back for another reason.
        assert f'value="{other.pk}" selected' in page(client.post(url, {"introducer": other.pk, "why": "长" * 201}))
        assert client.post(url, {"introducer": other.pk, "why": "同学"}).status_code == 302
        assert [row.introducer for row in person.introduced_by.all()] == [other]


class TestPhones:
    pytestmark = pytest.mark.django_db

    def test_every_number_has_its_kind_said_or_by_its_form(self, officer: User, sign_in: Callable[..., Client]) -> None:
        client = sign_in(officer)
        text = "138-0000-2201\n0755-88886666 传真\n13900000001（家里）"
        client.post("/contacts/add/", {"name": "陈启明", "phones_text": text})
        contact = Contact.objects.get()
        assert [(phone, contact.phone_kind(phone).label) for phone in contact.phones] == [
            ("13800002201", "手机"), ("075588886666", "传真"), ("13900000001", "家里"),
        ]  # fmt: skip
        shown = page(client.get(contact.get_absolute_url()))
        assert 'href="tel:13800002201"' in shown
        assert 'data-copy="075588886666"' in shown
        assert "075588886666 传真" in page(client.get(f"/contacts/{contact.pk}/edit/"))


class TestCoverage:
    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def named(self) -> dict[str, Mention]:
        """Coverage that names a manager of the firm, a mayor and a reporter."""
        text = (
            "苍梧半导体项目签约落户临江\n临江日报 2026-11-02\n临江日报记者钱文报道。临江市副市长何正出席，"
            "苍梧半导体股份有限公司总经理陈启明介绍了项目。\n"
        )
        article = make.article(text)
        make.appears(article, make.company())
        said = {
            "陈启明": {"org": "苍梧半导体股份有限公司", "title": "总经理", "category": "business"},
            "何正": {"org": "临江市", "title": "副市长", "category": "official"},
            "钱文": {"org": "临江日报", "title": "记者", "category": "media"},
        }
        return {name: make.mention(article, name, kind="person", data=data) for name, data in said.items()}

    def test_a_manager_is_offered_and_becomes_a_contact_with_the_sentence(
        self, named: dict[str, Mention], officer: User, sign_in: Callable[..., Client]
    ) -> None:
        client, mention = sign_in(officer), named["陈启明"]
        firm = mention.article.appearances.get().company
        assert firm is not None
        lead = make.lead(owner=officer, company=firm)
        shown = page(client.get(lead.get_absolute_url()))
        assert "报道里的 陈启明" in shown
        assert "何正" not in shown
        form = page(client.get(f"/leads/{lead.pk}/contacts/?mention={mention.pk}"))
        assert 'value="总经理"' in form
        client.post(
            f"/leads/{lead.pk}/contacts/",
            {"name": "陈启明", "company_name": firm.name, "title": "总经理", "role": "decides", "mention": mention.pk},
        )
        place = Contact.objects.get().positions.get()
        assert (place.article, "陈启明介绍了项目" in place.quote) == (mention.article, True)
        assert "报道里的 陈启明" not in page(client.get(lead.get_absolute_url()))

    @pytest.mark.parametrize("name", ["何正", "钱文"])
    def test_officials_and_journalists_are_never_taken(
        self, name: str, named: dict[str, Mention], officer: User, sign_in: Callable[..., Client]
    ) -> None:
        client = sign_in(officer)
        shown = page(client.get(f"/contacts/add/?mention={named[name].pk}"))
        assert "官员和记者不作为联系人" in shown
        assert name not in shown
        answer = client.post("/contacts/add/", {"name": name, "mention": named[name].pk})
        assert (answer.status_code, Contact.objects.count()) == (422, 0)


class TestCards:
    @pytest.mark.parametrize(("text", "fields"), [
        (
            "陈启明 副总经理\n苍梧半导体股份有限公司\n手机：138-0000-2201\n电话：0755-8888 6666 传真：0755-88886667\n"
            "chen@cangwu.cn\n深圳市南山区科技路1号\n微信：chenqm88",
            ("陈启明", "苍梧半导体股份有限公司", "副总经理", ["13800002201", "075588886666", "075588886667"], "chenqm88", "chen@cangwu.cn"),
        ),
        ("姓名：李 明\n公司：临江科技有限公司\n职位：市场总监\nTel: 021-12345678", ("李明", "临江科技有限公司", "市场总监", ["02112345678"], "", "")),
        ("王晓红|华东区总经理|采薇集团|+86 13912345678", ("王晓红", "采薇集团", "华东区总经理", ["13912345678"], "", "")),
        ("随便一段没有名片的话。", ("", "", "", [], "", "")),
    ])  # fmt: skip
    def test_a_pasted_card_falls_into_its_fields(self, text: str, fields: tuple[object, ...]) -> None:
        card = card_of(text)
        assert (card.name, card.company, card.title, list(card.phones), card.wechat, card.email) == fields

    @pytest.mark.django_db
    def test_what_was_recognised_is_shown_before_it_is_stored(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        shown = page(sign_in(officer).post("/contacts/paste/", {"text": "陈启明 副总经理\n13800002201"}))
        assert 'value="陈启明"' in shown
        assert "13800002201 手机" in shown
        assert not Contact.objects.exists()


class TestVcards:
    pytestmark = pytest.mark.django_db

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_a_file_of_three_versions_is_read_in_any_encoding(self, encoding: str) -> None:
        cards, bad = vcards.read((V3 + V4 + V21).encode(encoding))
        assert bad == []
        assert [(card.name, card.company, card.phones) for card in cards] == [
            ("陈启明", "苍梧半导体股份有限公司", {"13800002201": PhoneKind.MOBILE, "075588886666": PhoneKind.OFFICE}),
            ("李可", "", {"13900000001": PhoneKind.MOBILE}),
            ("陈启", "", {"13700002201": PhoneKind.MOBILE}),
        ]

    @pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe\x80", b"hello", b"\xff" * 99])
    def test_any_other_file_is_refused(self, raw: bytes) -> None:
        with pytest.raises(Refused) as refusal:
            vcards.read(raw)
        assert refusal.value.field == "file"

    def test_a_broken_card_is_told_and_the_others_are_read(self) -> None:
        cards, bad = vcards.read(("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n" + V4).encode())
        assert ([card.name for card in cards], len(bad)) == (["李可"], 1)

    def test_the_preview_marks_doubles_and_only_the_chosen_are_added_once(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        client = sign_in(officer)
        make.contact("陈启明", by=officer, phones=["13800002201"])
        file = SimpleUploadedFile("通讯录.vcf", (V3 + V4 + V21).encode("gb18030"))
        answer = client.post("/contacts/import/", {"file": file})
        shown = page(answer)
        assert "电话相同" in shown
        assert Contact.objects.count() == 1
        for _ in range(2):
            client.post("/contacts/import/", {"cards": answer.context["sealed"], "take": ["0", "1"]})
        assert sorted(Contact.objects.values_list("name", flat=True)) == ["李可", "陈启明"]
        assert "预览已过期" in page(client.post("/contacts/import/", {"cards": "tampered"}, follow=True))

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
    def test_a_broken_byte_loses_one_card_of_the_file_and_says_which(self, encoding: str) -> None:
        raw = (V3 + V4 + V21).encode(encoding)
        at = raw.index("李可".encode(encoding)) + 1
        cards, bad = vcards.read(raw[:at] + b"\xff" + raw[at:])
        assert [card.name for card in cards] == ["陈启明", "陈启"]
        assert bad == ["第 2 张的内容已损坏，读不出来。请单独导出这一张，或手工添加。"]

    def test_what_is_wrong_with_a_card_is_told_in_chinese_with_its_name(self) -> None:
        broken = "BEGIN:VCARD\nVERSION:3.0\nFN:张三\nno value here\nEND:VCARD\n"
        cards, bad = vcards.read((broken + V4).encode())
        assert ([card.name for card in cards], bad) == (
            ["李可"], ["第 1 张（张三）的内容已损坏，读不出来。请单独导出这一张，或手工添加。"]
        )  # fmt: skip

    def test_any_damage_ends_in_cards_or_in_words(self) -> None:
        """A thousand damaged files: none of them breaks the page, none brings in what the database refuses."""
        whole, chance = (V3 + V4 + V21).encode(), random.Random(7)
        for _ in range(1000):
            raw = bytearray(whole)
            for _ in range(chance.randint(1, 5)):
                at = chance.randrange(len(raw))
                raw[at : at + chance.randint(0, 9)] = chance.choice(DAMAGE)
            try:
                cards, bad = vcards.read(bytes(raw))
            except Refused:
                continue
            assert not [card for card in cards if not card.name or "\x00" in f"{card.name}{card.company}{card.note}"]
            assert not [line for line in bad if "At line" in line or "component" in line]

    def test_who_stands_twice_in_a_file_is_ticked_once(self, officer: User, sign_in: Callable[..., Client]) -> None:
        client = sign_in(officer)
        plain = "BEGIN:VCARD\nVERSION:3.0\nFN:赵无号\nEND:VCARD\n"
        file = SimpleUploadedFile("通讯录.vcf", (V3 + plain + V3 + plain).encode())
        answer = client.post("/contacts/import/", {"file": file})
        assert [line.again for line in answer.context["lines"]] == [None, None, 1, 2]
        assert page(answer).count(" checked") == 2
        assert "与文件里第 1 人相同" in page(answer)
        sealed = answer.context["sealed"]
        assert "没有勾选" in page(client.post("/contacts/import/", {"cards": sealed}, follow=True))
        for _ in range(2):
            client.post("/contacts/import/", {"cards": sealed, "take": ["0", "1", "2", "3"]})
        assert sorted(Contact.objects.values_list("name", flat=True)) == ["赵无号", "陈启明"]

    def test_a_big_address_book_asks_the_database_as_often_as_a_small_one(
        self, officer: User, sign_in: Callable[..., Client], django_assert_max_num_queries: Any
    ) -> None:
        client = sign_in(officer)
        for many in (3, 60):
            book = "".join(V4.replace("139-0000-0001", f"139{n:08d}").replace("李可", f"李{n}") for n in range(many))
            with django_assert_max_num_queries(12):
                answer = client.post("/contacts/import/", {"file": SimpleUploadedFile("a.vcf", book.encode())})
            assert len(answer.context["lines"]) == many

    def test_a_file_with_nobody_to_read_or_too_large_says_what_to_do(
        self, officer: User, sign_in: Callable[..., Client], settings: Any
    ) -> None:
        client = sign_in(officer)
        nobody = SimpleUploadedFile("a.vcf", b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")
        shown = page(client.post("/contacts/import/", {"file": nobody}))
        assert "换一个文件" in shown
        assert "添加勾选的人" not in shown
        settings.UPLOAD_MAX_BYTES = 10
        answer = client.post("/contacts/import/", {"file": SimpleUploadedFile("a.vcf", V3.encode())})
        assert answer.status_code == 422
        assert "不要带照片" in page(answer)

    def test_a_card_goes_out_only_with_numbers_one_may_see_and_leaves_an_entry(
        self, officer: User, clerk: User, sign_in: Callable[..., Client]
    ) -> None:
        firm = make.company()
        contact = make.contact(by=officer, company=firm, title="总经理", phones=["13800002201", "075588886666"])
        sent = sign_in(officer).get(f"/contacts/{contact.pk}/vcard/")
        cards, _ = vcards.read(sent.content)
        assert [(card.name, card.company, card.title, list(card.phones)) for card in cards] == [
            ("陈启明", firm.name, "总经理", ["13800002201", "075588886666"])
        ]
        assert Entry.objects.get().act == "导出名片"
        assert sign_in(clerk).get(f"/contacts/{contact.pk}/vcard/").status_code == 302
