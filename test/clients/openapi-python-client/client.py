"""Reads and writes by the client that openapi-python-client has made."""

import datetime
import os

from treaty_ratification_tracker_client import AuthenticatedClient
from treaty_ratification_tracker_client.api.actions import record_action
from treaty_ratification_tracker_client.api.changes import list_changes
from treaty_ratification_tracker_client.api.participations import list_participations
from treaty_ratification_tracker_client.models import (
    ActionKind,
    NewAction,
    NewCitation,
    Recording,
    Tier,
    TreatyActionRecorded,
)

client = AuthenticatedClient(os.environ["TRACKER_URL"], os.environ["TRACKER_KEY"])
table = list_participations.sync("CHN", client=client)
assert len(table.data) > 5, table

day = datetime.date(2026, 1, 1)
source = NewCitation(title="Press", url="https://example.org/", seen_on=day, tier=Tier.SECONDARY)
action = NewAction(kind=ActionKind.COMMUNICATION, done_on=day, text="From Python", sources=[source])
made = record_action.sync("CHN", "iccpr", client=client, body=action)
assert isinstance(made, Recording), made

after, told = "0", []
while after:
    page = list_changes.sync(client=client, after=after, limit=1000)
    told += [change for change in page.data if isinstance(change, TreatyActionRecorded)]
    after = page.next_
found = [change for change in told if change.sequence == made.sequences[0]]
assert [change.data.action.text for change in found] == ["From Python"], found

refused = record_action.sync("CHN", "iccpr", client=client, body=action)
assert refused.type_ == "/problems/already-recorded", refused
