"""Loading facilities, providers, payers and charges, and freeing the encounters that waited for them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from queue_app.domain.directory import Charge, Facility, Payer, Provider
from queue_app.domain.encounter import Address
from queue_app.domain.errors import Malformed, NotFound
from queue_app.services import directories
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.furniture import furnish
from tests.services.test_intake import the_only

FACILITY = "id,name,npi,tax_id,taxonomy,street,city,state,postal_code,facility_code\n"
PROVIDER = "id,npi,family,given\n"
PAYER = "id,name,payer_id,type\n"
CHARGE = "id,cents,revenue_code,per_day\n"
WELBY = "dr-1,1679576722,Welby,Marcia\n"


def test_a_file_of_each_kind_is_loaded(store, tables):
    files = {
        "facility": FACILITY
        + "clinic-1,Elm,1234567893,12-3456789,261QP2300X,2 Elm St,Boston,MA,02115-0001,13\n",
        "provider": PROVIDER + WELBY,
        "payer": PAYER + "payer-1,Blue Plan,54321,ci\n",
        "charge": CHARGE + "room,150000,120,yes\n",
    }
    assert [directories.load(store, tables, kind, text).entries for kind, text in files.items()] == [1] * 4

    facility = store.directories.get(Facility, "clinic-1")
    assert (facility.tax_id, facility.facility_code) == ("123456789", "13")
    assert facility.address == Address(
        lines=("2 Elm St",), city="Boston", state="MA", postal_code="021150001"
    )
    assert store.directories.get(Provider, "dr-1").given == "Marcia"
    assert store.directories.get(Payer, "payer-1").type == "CI"
    room = store.directories.get(Charge, "ROOM")
    assert (room.cents, room.revenue_code, room.per_day) == (150000, "0120", True)


def test_columns_may_stand_in_any_order_and_case_with_others_between(store, tables):
    text = "Family , NPI,favourite colour,ID\nWelby,1679576722,blue,dr-1\n"
    directories.load(store, tables, "provider", text)
    assert store.directories.get(Provider, "dr-1").family == "Welby"


@pytest.mark.parametrize("text", ["\ufeff" + PROVIDER + WELBY, (PROVIDER + WELBY).replace("\n", "\r\n")])
def test_what_spreadsheets_write_is_read(store, tables, text):
    assert directories.load(store, tables, "provider", text).entries == 1
    assert store.directories.get(Provider, "dr-1").family == "Welby"


def test_a_quoted_name_may_hold_commas_and_line_ends(store, tables):
    directories.load(store, tables, "provider", PROVIDER + 'dr-1,1679576722,"Welby, Jr.\nMD",Marcia\n')
    assert store.directories.get(Provider, "dr-1").family == "Welby, Jr.\nMD"


def test_one_wrong_row_loads_nothing_and_is_named(store, tables):
    with pytest.raises(Malformed) as refused:
        directories.load(store, tables, "provider", PROVIDER + WELBY + "dr-2,1234567890,Kildare,James\n")
    assert "Line 3: 1234567890 is not a valid NPI" in str(refused.value)
    assert "Nothing was loaded" in str(refused.value)
    assert store.directories.all(Provider) == []


def test_of_many_wrong_rows_the_first_ten_are_named_and_the_rest_counted(store, tables):
    with pytest.raises(Malformed) as refused:
        directories.load(store, tables, "charge", CHARGE + "99213,free,0510,\n" * 25)
    assert "Line 11:" in str(refused.value) and "Line 12:" not in str(refused.value)
    assert "15 more" in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        (
            "facility",
            "c,Elm,1234567893,12-345,261QP2300X,2 Elm St,Boston,MA,02115,",
            "tax_id must have 9 digits",
        ),
        ("facility", "c,Elm,1234567893,123456789,261QP2300X,,Boston,MA,02115,", "street is empty"),
        ("facility", "c,Elm,1234567893,123456789,261QP2300X,2 Elm St,Boston,MA,021,", "5 or 9 digits"),
        ("payer", "p,Blue,54321,QQ", "claim filing indicator"),
        ("charge", "99213,-5,0510,", "cents must be a whole number"),
        ("charge", "99213,0,0510,", "cents must be more than 0"),
        ("charge", "99213,12.50,0510,", "cents must be a whole number"),
        ("charge", "99213,100,51,", "revenue_code must have 3 or 4 digits"),
        ("provider", ",1679576722,Welby,", "id is empty"),
        ("provider", "dr-1,1679576722", "family is empty"),
    ],
)
def test_each_wrong_row_says_what_it_must_be(store, tables, kind, row, said):
    heading = {"facility": FACILITY, "payer": PAYER, "charge": CHARGE, "provider": PROVIDER}[kind]
    with pytest.raises(Malformed, match=said):
        directories.load(store, tables, kind, f"{heading}{row}\n")


def test_missing_columns_are_named_with_the_heading_to_use(store, tables):
    with pytest.raises(Malformed) as refused:
        directories.load(store, tables, "payer", "id,name\npayer-1,Blue Plan\n")
    assert "lacks the columns payer_id, type" in str(refused.value)
    assert directories.template("payer").strip() in str(refused.value)


NO_FILES = {
    "nothing": "",
    "blank": "\n\n",
    "a heading only": PROVIDER,
    "an open quote": 'id,"npi',
    "an open quote below": PROVIDER + '"dr-1,1679576722',
    "NUL": "id\0,npi",
    "NUL below": PROVIDER + "\0",
    "no CSV": "x" * 200_000,
    "a huge cell": PROVIDER + "dr-1,1679576722," + "x" * 200_000,
}


@pytest.mark.parametrize("text", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_such_file_is_refused_in_words(store, tables, text):
    with pytest.raises(Malformed):
        directories.load(store, tables, "provider", text)


@pytest.mark.parametrize("kind", ["", "doctors", "../payer"])
def test_there_is_no_other_kind(store, tables, kind):
    with pytest.raises(NotFound):
        directories.load(store, tables, kind, PROVIDER + WELBY)


def test_a_huge_charge_master_is_loaded_whole(store, tables):
    rows = "".join(f"{number:05},{number + 1},0510,\n" for number in range(10_000))
    assert directories.load(store, tables, "charge", CHARGE + rows).entries == 10_000
    assert store.directories.get(Charge, "09999").cents == 10_000


def test_loading_again_replaces_the_entry(store, tables):
    for family in ("Welby", "Kildare"):
        directories.load(store, tables, "provider", f"{PROVIDER}dr-1,1679576722,{family},\n")
    assert [one.family for one in store.directories.all(Provider)] == ["Kildare"]


def test_an_entry_that_arrives_lifts_the_holds_that_waited_for_it(store, tables):
    hand_in(store, tables, a_visit(a_note()))
    assert store.directories.missing() == {"facility/clinic-1": 1, "payer/payer-1": 1, "provider/dr-1": 1}

    assert directories.load(store, tables, "provider", PROVIDER + WELBY).lifted == 1
    assert {hold.lacks for hold in the_only(store).holds} == {"facility/clinic-1", "payer/payer-1"}
    assert store.directories.missing() == {"facility/clinic-1": 1, "payer/payer-1": 1}


def test_a_visit_that_names_no_payer_says_so(store, tables):
    bundle = a_visit(a_note())
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"]["resourceType"] != "Coverage"]
    hand_in(store, tables, bundle)
    assert "The encounter names no payer." in {hold.note for hold in the_only(store).holds}


def test_an_entry_that_arrives_at_the_very_moment_of_the_encounter_leaves_no_hold_behind(store, tables):
    furnish(store)
    with ThreadPoolExecutor(2) as both:
        for number in range(60):
            visit = a_visit(a_note(), account=f"A{number}", payer=f"p{number}")
            entry = f"{PAYER}p{number},Blue Plan,54321,CI\n"
            arriving = both.submit(hand_in, store, tables, visit)
            both.submit(directories.load, store, tables, "payer", entry).result()
            arriving.result()
    assert store.directories.missing() == {}
