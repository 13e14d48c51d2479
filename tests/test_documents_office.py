"""DOC, RTF and ODT by way of LibreOffice: what they show, and what is said where they cannot be read."""

import hashlib
import io
import os
import random
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT, Grid
from pipeline.documents.prepared import Prepared
from pipeline.documents.read import read_document
from pipeline.documents.word import libreoffice, rtf, soffice
from pipeline.extract import extract
from pipeline.normalise import normalise_document
from samples.build import build
from samples.office import convert

FORMS = ("doc", "rtf", "odt")
needs_soffice = pytest.mark.skipif(soffice.find_soffice() is None, reason="LibreOffice is not installed")


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


SUM = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
DELETED = '<w:del w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>3</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2" w:author="x" w:date="2024-01-01T00:00:00Z">{run("2")}</w:ins>'
CELLS = {
    "plain": run("12"),
    "empty": "",
    "raised": run("12") + run("3", '<w:vertAlign w:val="superscript"/>'),
    "lifted": run("12") + run("3", '<w:position w:val="8"/><w:sz w:val="12"/>'),
    "raised by its style": run("12") + run("3", '<w:rStyle w:val="Mark"/>'),
    "struck out": run("12") + run("3", "<w:strike/>"),
    "hidden": run("12") + run("3", "<w:vanish/>"),
    "deleted": run("12") + DELETED,
    "inserted": run("1") + INSERTED,
    "computed": SUM,
}


@pytest.fixture
def stand_in(monkeypatch, tmp_path):
    """Puts a program of these words in LibreOffice's place."""

    def put(words: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(words)
        program.chmod(0o755)
        monkeypatch.setenv(soffice.SOFFICE, str(program))

    return put


def word_file(cells: dict[str, str]) -> bytes:
    document = docx.Document()
    document.add_paragraph("end")
    document.styles.add_style("Mark", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    width = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
    rows = "".join(
        f"<w:tr><w:tc>{width}<w:p>{run(name)}</w:p></w:tc><w:tc>{width}<w:p>{cell}</w:p></w:tc></w:tr>"
        for name, cell in cells.items()
    )
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/>{grid}{rows}</w:tbl>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def shown(data: bytes, prepared: Prepared | None = None) -> dict[str, str]:
    """The second cell of each row by the first."""
    document = read_document(data, "x", *([prepared] if prepared else []))
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.raw)
    return {row[0]: row[1] for row in rows.values()}


def kept_in(folder: Path, kind: str, *files: bytes) -> Prepared:
    """The conversions of some files, made in one start of LibreOffice."""
    prepared = Prepared(folder)
    waiting = [libreoffice.Waiting(kind, hashlib.sha256(d).hexdigest(), lambda d=d: d) for d in files]
    libreoffice.convert_many(waiting, prepared)
    return prepared


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """A file with the cells of :data:`CELLS` in each format."""
    if soffice.find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    return {form: convert(form, [word_file(CELLS)])[0] for form in FORMS}


@pytest.fixture(scope="module")
def converted(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The cells of :data:`CELLS` as read from each format, all read through one folder of kept results."""
    prepared = Prepared(tmp_path_factory.mktemp("prepared"))
    return {form: shown(made[form], prepared) for form in FORMS}


@pytest.fixture(scope="module")
def of_rtf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the kept conversion of :data:`RTF`."""
    if soffice.find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("rtf")
    kept_in(folder, "rtf", RTF)
    return folder


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cell", ["raised", "lifted", "raised by its style", "struck out"])
def test_marks_beside_a_number_are_no_digits_of_it(converted, form, cell):
    assert converted[form][cell] == "12~3~"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cell", ["plain", "hidden", "deleted", "inserted"])
def test_what_is_hidden_or_deleted_is_not_read(converted, form, cell):
    assert converted[form][cell] == "12"


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_cell_stays_in_its_place(converted, form):
    assert converted[form]["empty"] == ""


@pytest.mark.parametrize("form", ["doc", "odt"])
def test_a_sum_computed_anew_is_not_taken_for_the_printed_one(converted, form):
    assert converted[form]["computed"] == NO_TEXT


@needs_soffice
def test_the_sum_of_a_row_that_libreoffice_wrote_stands(tmp_path):
    data = convert("doc", [word_file({"7": SUM.replace("ABOVE", "LEFT"), "8": SUM.replace("ABOVE", "LEFT")})])[0]
    wrong = data.replace("\x148\x15".encode("utf-16-le"), "\x149\x15".encode("utf-16-le"))
    prepared = kept_in(tmp_path, "doc", data, wrong)
    assert {row: cell.strip() for row, cell in shown(data, prepared).items()} == {"7": "7", "8": "8"}
    assert {row: cell.strip() for row, cell in shown(wrong, prepared).items()} == {"7": "7", "8": NO_TEXT}


@needs_soffice
def test_formulas_that_word_wrote_are_read_as_last_shown():
    data = convert("doc", [word_file({"7": SUM.replace("SUM(ABOVE)", "B1*1.000000000000")})])[0]
    # LibreOffice writes neither Word's code nor its result: they are put in the place of what it wrote.
    for written, words in (("<B1>*1.000000000000", "SUM(ABOVE)"), ("\x140\x15", "\x145\x15")):
        assert data.count(written.encode("utf-16-le")) == 1
        data = data.replace(written.encode("utf-16-le"), words.ljust(len(written)).encode("utf-16-le"))
    assert shown(data)["7"].strip() == "5"


OPEN_TEXT_CELLS = {
    "chosen": '<text:conditional-text text:condition="ooow:1" text:string-value-if-true="8">12</text:conditional-text>',
    "counted": '<text:sequence text:name="Text" text:formula="ooow:Text+1">12</text:sequence>',
    "empty": '<text:hidden-paragraph text:condition="ooow:1==1" text:is-hidden="true"/>7<text:s/>3',
    "hidden": '<text:hidden-text text:condition="ooow:1==1" text:is-hidden="true">7</text:hidden-text>12',
}


@needs_soffice
@pytest.mark.parametrize("form", ["odt", "fodt"])
def test_an_opendocument_text_is_read_as_it_was_last_shown(form):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{n}="{space}:{n}:1.0"' for n in ("office", "table", "text"))
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>".format
    rows = [(label, cell("", content)) for label, content in OPEN_TEXT_CELLS.items()]
    rows.append(("sum", cell(' office:value-type="float" office:value="12" table:formula="ooow:1+1"', "12")))
    lines = "".join(f"<table:table-row>{cell('', label)}{value}</table:table-row>" for label, value in rows)
    table = (
        f'<table:table table:name="{{}}"><table:table-column table:number-columns-repeated="2"/>{lines}</table:table>'
    )
    last_year = f'<text:section text:name="a" text:display="none">{table.format("a")}</text:section>'
    kind = 'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"'
    body = f"<office:body><office:text>{last_year}{table.format('b')}<text:p/></office:text></office:body>"
    if form == "fodt":
        data = f'<?xml version="1.0"?><office:document {names} {kind}>{body}</office:document>'.encode()
    else:
        data = convert("odt", [word_file({"plain": run("12")})])[0]
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as target:
            for entry in package.infolist():
                content = f"<office:document-content {names}>{body}</office:document-content>"
                target.writestr(entry, content if entry.filename == "content.xml" else package.read(entry))
        data = out.getvalue()
    assert shown(data) == {"chosen": "12", "counted": "12", "empty": "", "hidden": "12", "sum": "12"}


def test_a_word_files_own_field_results_stand():
    assert shown(word_file(CELLS))["computed"] == "12"


@pytest.mark.parametrize(("above", "number"), [("shier", "12"), ("3", "~12")])
def test_readings_above_characters_are_no_digits_and_digits_there_leave_a_doubt(above, number):
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run(above)}</w:rt><w:rubyBase>{run('12')}</w:rubyBase></w:ruby></w:r>"
    assert shown(word_file({"plain": run("1"), "ruby": ruby}))["ruby"] == number


RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}"
    rb"{\trowd\cellx2000\cellx4000\pard\intbl sum\cell\pard\intbl "
    rb"{\field{\*\fldinst { =B1+B2 }}{\fldrslt {24}}}\cell\row}"
    rb"{\trowd\cellx2000\cellx4000\pard\intbl day\cell\pard\intbl "
    rb"{\field{\*\fldinst { DATE }}{\fldrslt {2023}}}\cell\row}"
    rb"\pard end\par}"
)


def test_fields_of_rich_text_are_read_as_last_shown_by_a_conversion_done_once(of_rtf, monkeypatch):
    monkeypatch.setenv(soffice.SOFFICE, "/no/such/program")
    assert shown(RTF, Prepared(of_rtf)) == {"sum": "24", "day": "2023"}


def test_one_damaged_file_costs_the_others_nothing(made, tmp_path):
    good = made["doc"]
    rng = random.Random(5)
    damaged = []
    for _ in range(2):
        data = bytearray(good)
        for _ in range(300):
            data[rng.randrange(1024, len(data))] ^= 1 << rng.randrange(8)
        damaged.append(bytes(data))
    prepared = kept_in(tmp_path, "doc", damaged[0], good, damaged[1])
    kept = [p for p in tmp_path.rglob("*") if p.is_file() and p.name == hashlib.sha256(good).hexdigest()]
    assert len(kept) == 1
    for data in damaged:
        try:
            read_document(data, "x", prepared)
        except UnreadableDocument as problem:
            assert problem.format == "doc"


@pytest.mark.parametrize("form", FORMS)
def test_cut_off_files_are_refused_and_not_read_in_part(made, form):
    data = made[form]
    for share in (0.2, 0.6, 0.97):
        with pytest.raises(UnreadableDocument, match=r"cut off|damaged"):
            read_document(data[: int(len(data) * share)], "x")


@needs_soffice
def test_a_report_reads_the_same_as_its_word_file():
    sample = build("office/whole", "docx")
    data = convert("doc", [sample.data])[0]
    document = read_document(data, "x")
    assert document.format == "doc"
    values = [
        {(c.table, c.row, c.column): (c.value, c.state) for c in extract(normalise_document(d), b"", year=None).cells}
        for d in (document, read_document(sample.data, "x"))
    ]
    assert values[0] == values[1]


def test_without_libreoffice_the_package_is_named(monkeypatch):
    monkeypatch.setenv(soffice.SOFFICE, "/no/such/program")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(RTF, "x.doc")
    assert caught.value.format == "rtf" and "libreoffice-writer-nogui" in caught.value.remedy
    assert "names /no/such/program" in str(caught.value)


def test_a_program_that_is_no_libreoffice_is_an_unreadable_document(stand_in):
    stand_in("#!/bin/sh\necho 'Error: no export filter for x found'\n")
    with pytest.raises(UnreadableDocument, match="has no Writer"):
        read_document(RTF, "x.doc")


def test_a_program_that_never_ends_is_ended(stand_in, monkeypatch, tmp_path):
    sign = tmp_path / "pid"
    stand_in(f"#!/bin/sh\necho $$ > {sign}\nsleep 600\n")
    monkeypatch.setattr(soffice, "_START_SECONDS", 0.5)
    monkeypatch.setattr(soffice, "_FILE_SECONDS", 0)
    with pytest.raises(UnreadableDocument, match="took too long"):
        read_document(RTF, "x.doc")
    with pytest.raises(ProcessLookupError):
        os.kill(int(sign.read_text()), 0)


def test_a_batch_that_ends_early_is_gone_on_with_behind_the_culprit(stand_in, tmp_path):
    """A stand-in for LibreOffice that converts until it meets a certain file and then breaks off."""
    made = tmp_path / "made.docx"
    made.write_bytes(word_file({"plain": run("1")}))
    stand_in(
        '#!/bin/sh\nmkdir -p out\nfor name in "$@"; do case $name in *.rtf)\n'
        f"grep -q CULPRIT $name && exit 3\ncp {made} out/$(basename $name .rtf).docx;; esac; done\n"
    )
    prepared = Prepared(tmp_path / "prepared")
    texts = [b"{\\rtf1 %d}" % n for n in range(6)] + [b"{\\rtf1 CULPRIT}"]
    waiting = [libreoffice.Waiting("rtf", hashlib.sha256(t).hexdigest(), lambda t=t: t) for t in texts]
    said: list[tuple[int, int]] = []
    libreoffice.convert_many(waiting, prepared, lambda tried, of: said.append((tried, of)))
    names = {p.name for p in Path(tmp_path / "prepared").rglob("*") if p.is_file()}
    assert names == {w.sha256 for w in waiting[:6]} and said[-1] == (7, 7)


@given(st.binary(max_size=60), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_rich_text_of_any_bytes_is_whole_or_not_and_never_an_error(noise, at):
    data = RTF[: at % len(RTF)] + noise + RTF[at % len(RTF) :]
    assert isinstance(rtf.is_whole(data), bool)
    assert isinstance(rtf.without_fields(data), bytes)


def test_bytes_of_gbk_that_look_like_braces_do_not_count():
    # 0xA87D: the second byte is that of a closing brace.
    assert rtf.is_whole(b"{\\rtf1 \xa8}\xa8}}")
    assert not rtf.is_whole(b"{\\rtf1 {\\b text}")


def test_a_program_that_cannot_be_started_is_not_the_files_fault(stand_in):
    stand_in("no program")
    with pytest.raises(UnreadableDocument, match="cannot be started") as caught:
        read_document(RTF, "x.doc")
    assert "libreoffice-writer-nogui" in caught.value.remedy


def test_what_is_kept_is_made_again_where_it_was_damaged(of_rtf, tmp_path):
    folder = shutil.copytree(of_rtf, tmp_path / "kept")
    (kept,) = (p for p in folder.rglob("*") if p.is_file())
    kept.write_bytes(kept.read_bytes()[:-100])
    assert shown(RTF, Prepared(folder)) == {"sum": "24", "day": "2023"}


def test_a_place_where_nothing_can_be_kept_costs_no_file(tmp_path):
    (tmp_path / "prepared").write_text("a file where a folder is expected")
    prepared = Prepared(tmp_path / "prepared")
    prepared.put("kind", "00ff", b"result")
    assert prepared.get("kind", "00ff") is None


def test_a_program_that_gives_nothing_is_not_started_for_every_file(stand_in, tmp_path):
    starts = tmp_path / "starts"
    stand_in(f"#!/bin/sh\necho one >> {starts}\nexit 1\n")
    texts = [b"{\\rtf1 %d}" % n for n in range(20)]
    waiting = [libreoffice.Waiting("rtf", hashlib.sha256(t).hexdigest(), lambda t=t: t) for t in texts]
    libreoffice.convert_many(waiting, Prepared(tmp_path / "prepared"))
    assert len(starts.read_text().split()) < 5


def test_a_program_that_hangs_on_a_file_is_given_time_for_those_before_it(stand_in, monkeypatch, tmp_path):
    made = tmp_path / "made.docx"
    made.write_bytes(word_file({"plain": run("1")}))
    stand_in(
        '#!/bin/sh\nmkdir -p out\nfor name in "$@"; do case $name in *.rtf)\n'
        f"grep -q CULPRIT $name && sleep 600\nsleep 0.3\ncp {made} out/$(basename $name .rtf).docx;; esac; done\n"
    )
    monkeypatch.setattr(soffice, "_START_SECONDS", 2)
    monkeypatch.setattr(soffice, "_FILE_SECONDS", 0)
    texts = [b"{\\rtf1 %d}" % n for n in range(8)] + [b"{\\rtf1 CULPRIT}"]
    waiting = [libreoffice.Waiting("rtf", hashlib.sha256(t).hexdigest(), lambda t=t: t) for t in texts]
    prepared = Prepared(tmp_path / "prepared")
    libreoffice.convert_many(waiting, prepared)
    names = {p.name for p in (tmp_path / "prepared").rglob("*") if p.is_file()}
    assert names == {w.sha256 for w in waiting[:8]}
