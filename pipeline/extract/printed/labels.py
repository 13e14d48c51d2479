"""How alike a printed label and a form's label are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from pipeline.forms import FORMS, TABLES, Column, Row
from pipeline.normalise import clean, simplify
from pipeline.normalise.characters import is_within
from pipeline.normalise.numbers import COUNT_UNITS, UNIT_WORDS

ACCEPTED = 70.0
"""Similarity (0 to 100) from which a printed label is taken to be a form's label."""

_FEWEST_HEADS = 2
"""Labels of columns from which a row is one of a table's header."""
_LONG = 4
"""Characters from which a label's beginning tells which one it is."""
_IN_LIST = r"(?:\d{1,2}\.){1,2}(\d{1,2})(?=[\u3400-\u9fff“\"])(?![万亿元件条项个])"
"""A row's number after those of the headings it stands under: 3.3.7属于行政执法案卷; none of 3.5万元."""
_ENUMERATION = re.compile(
    r"^(?:\(([一二三四五六七八九十])(?:\)|$)|([一二三四五六七八九十])(?:\)|([、.,:·•]))|"
    + _IN_LIST
    + r"|\(?(\d{1,2})[.、,):·•])"
)
"""A label's own number, of which a line may have cut the bracket off: (七) 七) 七、 3.7 7. (七"""
_INNER_NUMBER = re.compile(r"(?<=[\u3400-\u9fff])\s*\d{1,2}[.、](?=[\u3400-\u9fff“\"])")
"""A row's number between its group's label and its own: (三)不予公开1.属于国家秘密."""
_YEAR = re.compile(r"(?<!\d)20[0-4]\d\s*年")
_DIGITS = re.compile(_IN_LIST + r"|\(?(\d{1,2})[.、),:·•]")
_CUT_OTHER = re.compile(r"\(?(?:六[)、.]|6[)、.:]?)")
"""The number of （六）其他处理, whose end may be cut off, or never printed; 3.其他 has another."""
# A reading in pinyin whose bracket a line's end cut: 行政（zhè at its end, ng）强制 at the next line's beginning.
_CUT_READING = re.compile(r"\([a-züêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6}$|^[a-züêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6}\)")
_EXPLAINED = re.compile(r"([^(]{2,})\((?!其中|\d{1,2}[.、)])(?=.{9})(?:[^()]|\([^()]*(?:\)|$))*(?:\)\W*)?$")
"""A label with an explanation in brackets behind it: 规章（设区的市、自治州人民政府应提供相关数据）.

What begins with 其中 counts a part of the row, (1) or (1. is a row's number behind its group's label; and behind the
brackets stand digits of the row's numbers, or words of what stands below."""
_TRANSLATION = re.compile(r"(?<=[\u3400-\u9fff)”\"])(?:\(?\d{1,2}[.)])?\(?[A-Za-z]{3}[A-Za-z'’,.;:/()&-]*")
"""A label in another language behind the Chinese one, as pages for readers abroad print it."""
_TRANSLATED = re.compile(r"^(?:\d{1,2}[.、])?\(?[\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af][^\u3400-\u9fffA-Za-z0-9(]*")
"""A label in Arabic, Tibetan or Mongolian letters before the Chinese one, as autonomous regions print it."""
_COUNTED = re.compile(rf"\((?:单位:?)?(?:{'|'.join(COUNT_UNITS)})\)$")
"""What a row counts, in brackets behind its label: 总计（件）."""
_COUNT = re.compile(rf"\d\s*(?:{'|'.join(UNIT_WORDS)}|\)(?=\W*$))")
"""Digits that count something, or end an explanation."""
_NOTE_MARK = re.compile(
    r"(?<=[\u3400-\u9fff)）”\"])\s*(~{0,2})(?:[①-⑳]|[\[［]\d{1,2}[\]］]|[(（][注註]\d{0,2}[)）])\1$"
)
_ASCII_DIGITS = "0123456789"
_LAST_YEAR = re.compile("附?(?:上一?|去)年")
_NOT_LABEL = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]")


@lru_cache(maxsize=65_536)
def label_key(text: str) -> str:
    """A label without white space, punctuation and its own number: what is compared.

    ``（三）不予公开`` and ``( 三 )不予 公开`` both become ``不予公开``; ``本年增/减`` becomes ``本年增减``.
    An explanation of its own behind one of a form's labels is left out; and the number that the form gives the row
    without a mark (① is read as 1).
    """
    words = _words(text)
    key = _NOT_LABEL.sub("", words)
    if key[:1].isdigit() and not own_number(text) and _is_own_number(key):
        return key.lstrip(_ASCII_DIGITS)
    if key.lstrip(_ASCII_DIGITS) == "其他" and _CUT_OTHER.match(re.sub(r"\s+", "", simplify(clean(text)))):
        return "其他处理"
    explained = _EXPLAINED.match(words)
    if explained is None:
        return key
    known, label = _plain_labels(), _NOT_LABEL.sub("", explained[1])
    return label if label in known and not any(whole.startswith(key) for whole in known) else key


def is_numbered(text: str) -> bool:
    """Whether a text begins with a number of its own, as labels do: 3.危及"三."""
    return _ENUMERATION.match(re.sub(r"\s+", "", simplify(clean(text)))) is not None


def begins_with_last_year(key: str) -> bool:
    """Whether a label says that it counts the year before."""
    return _LAST_YEAR.match(key) is not None


def has_digits_beside(text: str, table: str, row: str) -> bool:
    """Whether a row's label prints digits that are neither its own number nor its group's row's, nor a year: 规章 0.

    Its own number is also that which the form gives the row, wherever words follow it: (三)不予公开 1 属于国家秘密.
    Digits in an explanation may be the row's numbers: 行政许可(本年处理决定数量15件).
    """
    rest = _YEAR.sub("", simplify(clean(text)))
    for number in () if own_number(rest) else _numbers_of(table, row):
        rest = re.sub(rf"(?<!\d){number}\s*[.、,)]?\s*(?=[\u3400-\u9fff“\"])", "", rest)
    return any(c.isdigit() for c in whole_key(rest)) or _COUNT.search(rest) is not None


@lru_cache(maxsize=256)
def _numbers_of(table: str, row: str) -> frozenset[str]:
    """The own numbers that the forms give a row."""
    rows = (r for form in FORMS.values() for r in form.tables[table].rows if r.key == row)
    return frozenset(number for r in rows if (number := own_number(r.label)))


def _is_own_number(key: str) -> bool:
    """Whether a label begins with the number that the form gives its row, without a mark: 3 其他."""
    bare = key.lstrip(_ASCII_DIGITS)
    return key.removesuffix(bare) in _row_numbers().get(bare, ())


@lru_cache(maxsize=1)
def _row_numbers() -> dict[str, set[str]]:
    """The own numbers that rows of the forms' tables have, by what is compared of their labels."""
    numbers: dict[str, set[str]] = {}
    for row in (row for form in FORMS.values() for name in TABLES for row in form.tables[name].rows):
        for text in (row.label, *row.variants):
            numbers.setdefault(_NOT_LABEL.sub("", _words(text)), set()).add(own_number(row.label))
    return numbers


def whole_key(text: str) -> str:
    """The key of a label that may stand behind its group's, without its number there: 不予公开属于国家秘密."""
    return label_key(_INNER_NUMBER.sub("", text))


@lru_cache(maxsize=65_536)
def own_mark(text: str) -> tuple[str, str] | None:
    """Of what kind a label's own number is, 七) 七、 or 7., and the number; None where it prints none."""
    match = _ENUMERATION.match(re.sub(r"\s+", "", simplify(clean(text))))
    if match is None:
        return None
    kind = "3.7" if match[4] else "7." if match[5] else "七、" if match[3] else "七)"
    return kind, match[1] or match[2] or match[4] or match[5]


@lru_cache(maxsize=65_536)
def own_number(text: str) -> str:
    """The number that a label prints of its own, in digits: ``7`` of 7.属于行政执法案卷; empty where it prints none."""
    match = _DIGITS.match(re.sub(r"\s+", "", simplify(clean(text))))
    return match[1] or match[2] if match else ""


def prints_own_number(text: str) -> bool:
    """Whether a label begins with a number, also with none of the marks that end it: 3.其他, 3 其他, ③其他."""
    return bool(own_number(text)) or re.sub(r"\s+", "", clean(text))[:1].isdigit()


@lru_cache(maxsize=65_536)
def without_note_mark(raw: str) -> str:
    """A label as printed without the mark of a note behind its words: 规章①, 规章[1], 规章（注）."""
    return _NOTE_MARK.sub("", raw.rstrip())


def _words(text: str) -> str:
    """A label without white space, its own number, its translation and what it counts."""
    words = _CUT_READING.sub("", re.sub(r"\s+", "", simplify(clean(text)))).replace("其它", "其他")
    return _COUNTED.sub("", _ENUMERATION.sub("", _TRANSLATED.sub("", _TRANSLATION.sub("", words))))


@lru_cache(maxsize=1)
def _plain_labels() -> frozenset[str]:
    """What is compared of the labels of all forms' rows."""
    rows = (row for form in FORMS.values() for name in TABLES for row in form.tables[name].rows)
    return frozenset(_NOT_LABEL.sub("", _words(text)) for row in rows for text in (row.label, *row.variants))


def is_of_row_label(text: str) -> bool:
    """Whether a text is a row's label or one of its variants, or a part of one."""
    return any(label_key(text) in label for label in _plain_labels())


@lru_cache(maxsize=262_144)
def similarity(printed: str, expected: str) -> float:
    """Likeness of two label keys, 0 to 100.

    Short labels (规章, 其他, 总计) count only when equal. A longer one may have lost words (then it is a
    subsequence of the form's), or carry others around it.
    """
    if printed == expected:
        return 100.0
    shorter, longer = sorted((printed, expected), key=len)
    if len(shorter) < 4:
        return 0.0
    share = len(shorter) / len(longer)
    if printed is shorter and longer.startswith(shorter):
        return 70.0 + 26.0 * share  # a label cut by a line or page break
    if shorter in longer:
        return 60.0 + 36.0 * share  # a label's end, which others may share; or the label with something around it
    ratio = float(fuzz.ratio(printed, expected))
    if len(shorter) >= 5 and len(shorter) * 2 >= len(longer) and printed is shorter and is_within(shorter, longer):
        return max(ratio, 86.0)
    return ratio


@lru_cache(maxsize=512)
def row_keys(row: Row) -> tuple[str, ...]:
    """Keys under which a row may be printed: its label and variants, alone and behind its group's label."""
    alone = [label_key(t) for t in (row.label, *row.variants)]
    groups = [label_key(g) for g in row.groups]
    return (*alone, *(g + a for g in groups for a in alone))


@lru_cache(maxsize=65_536)
def likeness(printed: str, wordings: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
    """Likeness of a printed label key to each of several rows, given by their keys (:func:`row_keys`)."""
    if not printed:
        return (0.0,) * len(wordings)
    return tuple(max(similarity(printed, k) for k in keys) for keys in wordings)


@lru_cache(maxsize=512)
def column_keys(column: Column) -> tuple[str, ...]:
    """Keys under which a column may be printed."""
    alone = [label_key(t) for t in (column.label, *column.variants)]
    return (*alone, *((label_key(column.group) + a) for a in alone)) if column.group else tuple(alone)


@lru_cache(maxsize=65_536)
def column_similarity(printed: str, column: Column) -> float:
    """Likeness of a printed header key and a column; a header cut short (本年新) still counts a little."""
    if not printed:
        return 0.0
    best = max(similarity(printed, k) for k in column_keys(column))
    if best < ACCEPTED and len(printed) >= 3 and any(k.startswith(printed) for k in column_keys(column)):
        return ACCEPTED
    return best


@lru_cache(maxsize=4096)
def is_column_label(key: str) -> bool:
    """Whether a label key names one column of a form, perhaps with its unit behind; 本年新, cut short, names none."""
    columns = (c for form in FORMS.values() for t in form.tables.values() for row in t.rows for c in row.columns)
    names = {k for column in columns for k in column_keys(column)}
    return any(key == name or (len(name) >= _LONG and key.startswith(name)) for name in names)


def are_column_labels(keys: Iterable[str]) -> bool:
    """Whether several of the label keys of a row name columns of a form: then it is a header's row."""
    return sum(map(is_column_label, keys)) >= _FEWEST_HEADS


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], tuple[str, ...]]:
    keys: set[str] = set()
    for form in FORMS.values():
        for name in TABLES:
            table = form.tables[name]
            keys.update(label_key(t) for t in (*table.group_labels, *table.column_group_labels, *table.notes))
            for row in table.rows:
                keys.update(row_keys(row))
                for column in row.columns:
                    keys.update(column_keys(column))
    return frozenset(keys), tuple(sorted(keys))


@lru_cache(maxsize=65_536)
def is_form_label(text: str) -> bool:
    """Whether a printed text is, or resembles, any label of any form."""
    key = label_key(text)
    if len(key) < 2 or key.isdigit():
        return False
    exact, keys = _vocabulary()
    return key in exact or any(similarity(key, k) >= ACCEPTED for k in keys)


@lru_cache(maxsize=65_536)
def is_part_of_label(text: str) -> bool:
    """Whether a text is what is left of a label that was cut: its own number alone, its first words, or its last."""
    key = label_key(text)
    if not key:
        return is_numbered(text)
    return (len(key) > 1 or is_numbered(text)) and any(
        label.startswith(key) or label.endswith(key) for label in _plain_labels()
    )


@lru_cache(maxsize=1)
def _heading_keys() -> frozenset[str]:
    return frozenset(label_key(g) for form in FORMS.values() for name in TABLES for g in form.tables[name].group_labels)


@lru_cache(maxsize=65_536)
def is_group_label(key: str) -> bool:
    """Whether a label key is a heading over rows (三、本年度办理结果, （三）不予公开, 第二十条第（一）项, …)."""
    return any(similarity(key, k) >= 85.0 for k in _heading_keys())
