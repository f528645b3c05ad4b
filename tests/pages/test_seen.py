"""Who leads everybody sees all; somebody outside the tree is enough, and it is asked of each row again."""

from __future__ import annotations

from django.test import RequestFactory

from leads.filters import _owners
from leads.models import Contact, FollowUp, Lead, Problem
from staff.backends import PeopleBackend
from staff.models import User
from staff.permissions import Role
from tests import make


def offered(user: User) -> set[User]:
    """The owners that the filter of the lists offers."""
    request = RequestFactory().get("/leads/")
    request.user = user
    return set(_owners(request))


def test_a_head_of_everybody_sees_all_until_somebody_stands_outside(head: User, stranger: User) -> None:
    lead = make.lead("部门之外", owner=stranger)
    make.follow_up(lead, by=stranger)
    problem = make.problem(lead, by=stranger)
    contact = make.contact("周宁", by=stranger)
    User.objects.update(department=None)
    User.objects.filter(pk=head.pk).update(department=head.department)
    Lead.objects.update(department=None)
    for rows in (Lead, FollowUp, Problem, Contact):
        assert not rows.objects.visible_to(head).exists(), rows  # type: ignore[attr-defined]
    assert offered(head) == set()
    User.objects.filter(department=None).update(department=head.department)
    assert list(Lead.objects.visible_to(head)) == [lead]
    assert list(Problem.objects.visible_to(head)) == [problem]
    assert list(Contact.objects.visible_to(head)) == [contact]
    assert offered(head) == {stranger}


def test_the_owners_that_are_offered_are_those_of_the_leads_that_one_sees(
    officer: User, colleague: User, stranger: User, leader: User, head: User, administrator: User
) -> None:
    for owner in (officer, colleague, stranger):
        make.lead(f"{owner}的", owner=owner)
    make.lead("协同", owner=stranger, by=stranger).collaborators.add(officer)
    make.lead("给一科", owner=stranger, department=leader.department)
    make.user("没有线索", Role.OFFICER, leader.department)
    for user in (officer, colleague, stranger, leader, head, administrator):
        seen = Lead.objects.visible_to(user).filter(owner__isnull=False)
        assert offered(user) == {row.owner for row in seen}, user


def test_who_signed_in_sees_what_the_person_sees(
    officer: User, colleague: User, stranger: User, leader: User, head: User, viewer: User, administrator: User
) -> None:
    """Signing in asks for the person's reach once; the rows are those that are asked for one by one."""
    people = (officer, colleague, stranger, leader, head, viewer, administrator)
    for owner in (officer, colleague, stranger):
        lead = make.lead(f"{owner}的", owner=owner)
        make.follow_up(lead, by=owner)
        make.problem(lead, by=owner)
        make.contact(f"{owner}的人", by=owner)
    make.lead("协同", owner=stranger, by=stranger).collaborators.add(officer)
    make.lead("给一科", owner=stranger, department=leader.department)
    make.lead("池里的", by=stranger)
    loner = make.user("没有部门", Role.HEAD, None)

    def compare() -> None:
        for person in (*people, loner):
            signed_in = PeopleBackend().get_user(person.pk)
            assert signed_in is not None
            assert signed_in.leads_all is not None
            plain = User.objects.get(pk=person.pk)
            for rows in (Lead, FollowUp, Problem, Contact):
                theirs = rows.objects.visible_to(signed_in)  # type: ignore[attr-defined]
                assert set(theirs) == set(rows.objects.visible_to(plain)), (person, rows)  # type: ignore[attr-defined]
            assert offered(signed_in) == offered(plain)

    compare()
    loner.delete()
    # An officer whose unit holds everybody is still an officer.
    User.objects.exclude(department=None).update(department=officer.department)
    people = (officer, leader, head)
    assert PeopleBackend().get_user(officer.pk).leads_all  # type: ignore[union-attr]
    loner = make.user("同一部门", Role.OFFICER, officer.department)
    compare()
