"""Reads and writes by the client that openapi-generator has made."""

import datetime
import os

import openapi_client as made

settings = made.Configuration(host=os.environ["TRACKER_URL"], access_token=os.environ["TRACKER_KEY"])
with made.ApiClient(settings) as client:
    assert len(made.ParticipationsApi(client).list_participations("CHN").data) > 5
    day = datetime.date(2026, 1, 1)
    source = made.NewCitation(title="Press", url="https://example.org/", seen_on=day, tier="secondary")
    action = made.NewAction(kind="communication", done_on=day, text="From openapi-generator", sources=[source])
    sequence = made.ActionsApi(client).record_action("CHN", "iccpr", action).sequences[0]
    page = made.ChangesApi(client).list_changes(after=str(sequence - 1))
    assert page.data[0].actual_instance.data.action.text == "From openapi-generator", page
    try:
        made.ActionsApi(client).record_action("CHN", "iccpr", action)
        raise AssertionError("the same act was recorded twice")
    except made.exceptions.ConflictException as refused:
        assert refused.data.type == "/problems/already-recorded", refused
