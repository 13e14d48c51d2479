"""Number formats: what a workbook shows of a number or a text is read, and nothing that a format adds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.sheets.number_formats import BUILT_IN, shown, shown_text
from pipeline.normalise import read_number


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12.0, "General", "12"),
        (1234.56, "General", "1234.56"),
        (1234.5600000001, "General", "1234.5600000001"),
        (0.1 + 0.2, "General", "0.3"),
        (4092.66, "0.00", "4092.66"),
        (4092.6, "#,##0.00", "4,092.60"),
        (12, '0"件"', "12件"),
        (4092.66, '0.00"万元"', "4092.66万元"),
        (-8, "0;-0", "-8"),
        (-8, "General", "-8"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (7, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "7"),
        (0, "0;-0;;@", ""),
        (0, "#", ""),
        (1763847.27, '"¥"#,##0.00', "¥1,763,847.27"),
        (12, "[Red]0", "12"),
        (0, '[=0]"/";0"件"', "/"),
        (7, '[=0]"/";0"件"', "7件"),
        (7, '[>=10][Red]0"件";General', "7"),
        (12, "G/通用格式", "12"),
        (12, "@", "12"),
        (12, "* 0_1", "12"),
        (0, '0;-0;"0"', "0"),
        (12, ";;;", ""),
        (45291, "yyyy-m-d", "2023年12月31日"),
    ],
)
def test_number_as_its_format_shows_it(value, code, text):
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (12345, '0!.0,"万"'),
        (12345, "0,"),
        (0.125, "0.0%"),
        (12, "[DBNum2]General"),
        (12, '[>=100]0"件";[>=10]0;0'),
        (-12, "[<0]0;0"),
        (12, '[>=10]0.0,"万";0'),
        (12000, "0.00E+00"),
        (1.5, "# ?/?"),
        (-8, "0;[Red]0"),
        (0.5, "h:mm"),
        (45291, "yyyy-m-d"),
        *((12, '0"0"'), (12, '"1"0'), (12, "0!0"), (12, "57"), (12, 'General"0"'), (12, '[>5]"10";0'), (12, '"零"')),
        *((12, "*1"), (12, "*10"), (12, "０"), (0, '0;0;"10"')),
    ],
)
def test_number_whose_format_says_more_is_not_read_as_a_number(value, code):
    assert read_number(shown(value, code)).state == "unreadable"


@given(st.floats(-1e12, 1e12), st.sampled_from([*BUILT_IN.values(), "0;;", '#,##0"件"']) | st.text(max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_format_shows_any_number_without_an_error(value, code):
    assert isinstance(shown(value, code), str)
    assert isinstance(shown_text("x", code), str)


@pytest.mark.parametrize(("code", "seen"), [("@", "12"), ("@_1", "12"), ("0;0;0;", ""), (";;;", ""), ("0;0;0;@", "12")])
def test_text_as_its_format_shows_it(code, seen):
    assert shown_text("12", code) == seen


@pytest.mark.parametrize("code", ["@@", '@"0"', '"1"@', "*1@", "@*1"])
def test_text_to_which_its_format_adds_digits_is_no_number(code):
    assert read_number(shown_text("12", code)).state == "unreadable"
