"""Files, folders and archives open one by one; what cannot be opened says why."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from queue_app.domain.arrival import Unreadable
from queue_app.fhir import archives, sources
from queue_app.fhir.sources import count, from_bytes, open_sources
from tests.fhir.builders import a_bundle, a_patient, a_tar, a_zip, an_encounter, lines, sources_in

BUNDLE = json.dumps(a_bundle(an_encounter(), a_patient())).encode()
FILES = {"AMB/1.json": BUNDLE, "EMER/deep/down/2.json": BUNDLE}
EXPORT = {"2026/Encounter.ndjson": lines(an_encounter()), "2026/Patient.ndjson": lines(a_patient())}


def problems(name: str, content: bytes) -> dict[str, str]:
    return {path: source.problem for path, source in sources_in(name, content).items() if source.problem}


@pytest.mark.parametrize(
    "name, content",
    [
        ("b.tar.gz", a_tar(FILES)),
        ("b.tgz", a_tar(FILES, format=tarfile.GNU_FORMAT)),
        ("b.tar", a_tar(FILES, mode="w", format=tarfile.USTAR_FORMAT)),
        ("b.zip", a_zip(FILES)),
        ("named-wrongly.json", a_zip(FILES)),
        ("named-wrongly.txt", a_tar(FILES)),
    ],
)
def test_every_member_of_an_archive_is_a_source(name, content):
    assert {path: source.content for path, source in sources_in(name, content).items()} == {
        f"{name}!{member}": bundle for member, bundle in FILES.items()
    }


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_and_foreign_names_in_a_tar_are_read(format):
    name = f"{'folder/' * 30}größe.json"
    assert list(sources_in("b.tar", a_tar({name: BUNDLE}, format=format))) == [f"b.tar!{name[-200:]}"]


def test_a_single_file_may_be_packed():
    assert sources_in("b.json.gz", gzip.compress(BUNDLE))["b.json.gz"].content == BUNDLE
    assert (
        sources_in("b.zip", a_zip({"1.json.gz": gzip.compress(BUNDLE)}))["b.zip!1.json.gz"].content == BUNDLE
    )


def test_a_folder_is_read_with_all_that_is_in_it(tmp_path: Path):
    folder = tmp_path / "feed"
    for name, content in (FILES | {"packed.zip": a_zip(FILES), ".hidden": b"x"}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert [source.path for source in open_sources([folder])] == [
        "feed/packed.zip!AMB/1.json",
        "feed/packed.zip!EMER/deep/down/2.json",
        "feed/AMB/1.json",
        "feed/EMER/deep/down/2.json",
    ]
    assert count([folder]) == 4


def test_folders_are_read_in_the_order_of_their_names(tmp_path: Path):
    for name in "hbdgcaef":
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.json").write_bytes(BUNDLE)
    assert "".join(source.path.split("/")[1] for source in open_sources([tmp_path])) == "abcdefgh"


@pytest.mark.parametrize("pack", [a_tar, a_zip])
def test_lines_that_lie_together_in_an_archive_are_one_export(pack):
    (path, source), *others = sources_in("x.archive", pack(EXPORT)).items()
    assert (path, others) == ("x.archive!2026", [])
    assert [(line.path, line.number) for line in source.lines()] == [
        ("x.archive!2026/Encounter.ndjson", 1),
        ("x.archive!2026/Patient.ndjson", 1),
    ]
    assert len(list(source.lines())) == 2, "it can be read again"


def test_lines_that_lie_in_other_folders_are_other_exports():
    files = EXPORT | {"2027/Encounter.ndjson.gz": gzip.compress(lines(an_encounter()))}
    assert list(sources_in("x.zip", a_zip(files))) == ["x.zip!2026", "x.zip!2027"]


def test_lines_handed_in_one_by_one_are_one_export(tmp_path: Path):
    for name, content in EXPORT.items():
        (tmp_path / Path(name).name).write_bytes(content)
    (source,) = open_sources([tmp_path / "Encounter.ndjson", tmp_path / "Patient.ndjson"])
    assert len(list(source.lines())) == 2


def test_lines_under_the_name_of_json_are_lines():
    (source,) = from_bytes("export.json", lines(an_encounter(), a_patient()))
    assert len(list(source.lines())) == 2


def test_what_operating_systems_leave_behind_is_passed_over():
    rubbish = {"__MACOSX/1.json": b"x", ".DS_Store": b"x", "a/._1.json": b"x", "Thumbs.db": b"x"}
    assert list(sources_in("b.zip", a_zip(FILES | rubbish))) == [f"b.zip!{name}" for name in FILES]


@pytest.mark.parametrize(
    "content, problem",
    [
        (b"a,b\n1,2\n", "It is not FHIR JSON."),
        (b"", "It is empty."),
        (b" \n", "It is empty."),
        (b"<?xml version='1.0'?><Bundle/>", "It is XML or HTML; send FHIR as JSON."),
        (b"\xef\xbb\xbf<Bundle/>", "It is XML or HTML; send FHIR as JSON."),
        (b"MSH|^~\\&|", "It is an HL7 v2 message, not FHIR JSON."),
        (b"%PDF-1.7", "It is not FHIR JSON."),
    ],
)
def test_what_is_something_else_says_what(content, problem):
    assert problems("file.dat", content) == {"file.dat": problem}


def test_an_archive_in_an_archive_is_named():
    inner = "It is an archive inside an archive; unpack it first."
    assert problems("b.zip", a_zip({"in.zip": a_zip(FILES)})) == {"b.zip!in.zip": inner}


@pytest.mark.parametrize("name, content", [("b.zip", a_zip({})), ("b.tar.gz", a_tar({}))])
def test_an_empty_archive_is_named(name, content):
    assert problems(name, content) == {name: "It is an archive without any files."}


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_does_no_harm(mark):
    assert problems("b.json", mark + BUNDLE) == {}


def test_an_archive_that_was_cut_off_is_named_and_what_was_whole_is_read():
    whole = a_tar({f"{number}.json": BUNDLE for number in range(50)}, mode="w")
    found = sources_in("b.tar", whole[: len(whole) // 2])
    assert found["b.tar"].problem == sources.DAMAGED
    assert found["b.tar!0.json"].content == BUNDLE


def test_a_packed_archive_that_lost_only_its_end_is_named():
    assert problems("b.tar.gz", a_tar(FILES)[:-8]) == {"b.tar.gz": sources.DAMAGED}


@pytest.mark.parametrize("name", ["b.zip", "b.tar.gz", "b.json.gz"])
def test_random_bytes_in_place_of_an_archive_are_named(name):
    start = {"b.zip": b"PK\x03\x04", "b.tar.gz": b"\x1f\x8b\x08", "b.json.gz": b"\x1f\x8b\x08"}[name]
    assert problems(name, start + bytes(range(256)) * 10) == {name: sources.DAMAGED}


def test_one_damaged_member_of_a_zip_does_not_lose_the_others():
    packed = bytearray(a_zip({"1.json": BUNDLE, "2.json": BUNDLE}))
    packed[60:70] = b"\xff" * 10
    found = sources_in("b.zip", bytes(packed))
    assert found["b.zip!1.json"].problem
    assert found["b.zip!2.json"].content == BUNDLE


def test_an_encrypted_member_is_named():
    packed = bytearray(a_zip({"1.json": BUNDLE}))
    packed[packed.index(b"PK\x01\x02") + 8] |= archives.ENCRYPTED
    assert problems("b.zip", bytes(packed)) == {
        "b.zip!1.json": "It is encrypted; send it without a password."
    }


def test_links_are_not_followed():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        link = tarfile.TarInfo("passwd.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    reason = "It is a link or a device, not a file."
    assert problems("b.tar", packed.getvalue()) == {"b.tar!passwd.json": reason}


def test_a_name_that_climbs_out_is_only_a_name():
    (source,) = from_bytes("b.tar", a_tar({"../../etc/1.json": BUNDLE}))
    assert (source.path, source.content) == ("b.tar!../../etc/1.json", BUNDLE)


def test_a_name_keeps_nothing_that_turns_or_hides_text():
    assert list(sources_in("b.zip", a_zip({"a\u202enosj.json\n": BUNDLE}))) == ["b.zip!anosj.json"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    (source,) = open_sources([tmp_path / "gone.json"])
    assert (source.path, source.problem) == ("gone.json", sources.CLOSED)


def blanks(size: int) -> bytes:
    return b" " * size


def test_a_member_larger_than_is_taken_is_named(monkeypatch):
    monkeypatch.setattr(sources, "MEMBER_LIMIT", 100_000)
    large = blanks(100_001)
    for name, content in {"b.zip": a_zip({"1.json": large}), "b.tar.gz": a_tar({"1.json": large})}.items():
        assert problems(name, content) == {f"{name}!1.json": sources.TOO_LARGE}
    assert problems("b.json.gz", gzip.compress(large)) == {"b.json.gz": sources.TOO_LARGE}


def test_a_line_larger_than_is_taken_is_named(monkeypatch):
    monkeypatch.setattr(sources, "MEMBER_LIMIT", 100_000)
    (source,) = from_bytes("b.ndjson.gz", gzip.compress(blanks(100_001)))
    assert list(source.lines()) == [Unreadable(path="b.ndjson.gz", where="line 1", reason=sources.TOO_LARGE)]


@pytest.mark.parametrize("pack", [a_tar, a_zip])
def test_an_archive_that_unpacks_without_end_is_given_up(pack, monkeypatch):
    monkeypatch.setattr(archives.Budget, "__init__", lambda budget: setattr(budget, "left", 100_000))
    packed = pack({f"{number}.json": blanks(30_000) for number in range(10)})
    assert (
        problems("b.archive", packed)["b.archive"] == "It unpacks to more than 1 GiB; the rest was not read."
    )


def test_a_header_of_a_tar_may_not_claim_what_is_not_there():
    header = tarfile.TarInfo("1.json")
    header.size = 10_000
    assert problems("b.tar", header.tobuf() + BUNDLE)["b.tar"] == sources.DAMAGED
    header.size = -512
    assert problems("b.tar", header.tobuf(tarfile.GNU_FORMAT)) == {"b.tar": sources.DAMAGED}


def test_a_label_without_end_does_not_fill_the_memory():
    label = tarfile.TarInfo("x")
    told = b"1" * archives.LABEL_LIMIT * 4 + b"\n18 path=late.json\n"
    label.type, label.size = tarfile.XHDTYPE, len(told)
    long = label.tobuf(tarfile.GNU_FORMAT) + told + bytes(-len(told) % tarfile.BLOCKSIZE)
    packed = long + a_tar({"1.json": BUNDLE}, mode="w", format=tarfile.USTAR_FORMAT)
    assert list(sources_in("b.tar", packed)) == ["b.tar!1.json"]


def test_the_bytes_of_a_source_are_in_no_repr():
    (source,) = from_bytes("b.json", BUNDLE)
    assert "Sample" not in repr(source)


def test_a_zip_of_another_making_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("1.json", BUNDLE)
    assert sources_in("b.zip", packed.getvalue())["b.zip!1.json"].content == BUNDLE
