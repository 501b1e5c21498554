"""Sentences: boundaries marked by hand (``|``) in invented texts, and the properties of any cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.statements.sentences import cut

MARKED = """
Gen. Alma Ruiz met Dr. Peter Q. Lang in St. Louis.| The U.S. envoy stayed away.| Nobody knew why.
The bill, said Rep. Nora Hale (R-Ohio).| It passed on Jan. 2, 2031, at 10 a.m. EST.| She left at 5 p.m.| The vote was close.
The firm, Halden Inc. said, lost $3.5 million.| Its rival, Borg Corp. of Norway, won.| No. 5 on the list was Lee Jr., aged 40.
He holds a Ph.D. from Oslo.| He was asked about v. 2 of the plan.| "Why?" Lang asked.| Nobody answered.
“We knew there would be risks, "said Army Brig. General Tom Vale, who joined him.|" We take it seriously.| We had to act. "
"How do you expect us to wait?!" Hale asked in Geneva.| “He has lied.| He will lie again. "
The minister left the country.|He said nothing.| "It is over."|The crowd cheered.
He paused… then spoke.| He thought ... and left.| It ended...| Then rain came.
She strengthened US security. UU.| And nothing followed.
"The answer is no."| Police left.| "We wait," he said.| "They wait."
She lived in Washington, D.C. for years.| They moved to the U.S.| The house was sold.
The plan (it failed. Twice.) was dropped.| (This is known.| It was told.)
Sgt. Lo, 31, of Mesa, Ariz., ran.| Mr. and Mrs. Day won.| Sens. Ann Roe, D-Mass., and Bo Fox left.
„Wir gehen am 3. Januar.“| Das sagte Dr. Kern.| Es regnet z.B. oft.
¿Qué pasó?| Nadie sabe.| El Sr. Gómez salió.| ¡Qué día!
M. Durand est parti.| « Nous partons. »| Il pleut.
彼は言った。|「雨だ。|行こう。」と彼女は答えた。|終わり。
他说：“我不知道。|我们走吧。”|天黑了。
ماذا حدث؟| لا أحد يعرف.
वह गया।| कोई नहीं जानता।
"Be calm.| We go," she said.| Nobody moved!| Nobody at all.| It was 5 p.m. Monday.| Rain fell.
Lt. Gov. Bo Ash, R-Vt., spoke.| "Enough!" he cried.| "Go home!" Ash told them.| They went.| All of them.
The U.N. said so.| In the U.S. Senate, Sen. Roe v. Hale was cited, e.g. by Prof. Lin.| It was No. 1.| She said no.
Is this it?| Yes!| It is.| iPhone sales rose.| 31 rockets fell.
""".strip().split("\n")


@pytest.mark.parametrize("marked", MARKED)
def test_boundaries_are_where_a_reader_marked_them(marked: str) -> None:
    text = marked.replace("|", "")
    starts = list(itertools.accumulate(len(part) for part in marked.split("|")[:-1]))
    wanted = [at + len(text[at:]) - len(text[at:].lstrip()) for at in starts]
    assert [text[start:] for start, _ in cut(text, 0, len(text))[1:]] == [
        text[at:] for at in wanted
    ]


def test_enough_boundaries_are_marked() -> None:
    assert sum(marked.count("|") for marked in MARKED) >= 60


def test_bullets_and_blank_lines_divide_and_wrapped_lines_do_not() -> None:
    text = "Three things matter\nto us all\n- a roof\n- a bed\n\nNo end mark here"
    assert [text[a:b] for a, b in cut(text, 0, len(text))] == [
        "Three things matter\nto us all", "- a roof", "- a bed", "No end mark here",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece", [".", '"a ', "'a ", "( a. B", "A.", "。 ", "U.S. ", '?" Bo ', "a\n- "]
)
def test_nasty_repetition_is_cut_in_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert cut(text, 0, len(text))


@given(st.text(alphabet=" .?!aA\"“”'\n(。", max_size=80), st.integers(0, 20), st.integers(0, 20))
def test_a_cut_stays_in_its_paragraph(text: str, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - after)
    found = cut(text, start, end)
    assert all(start <= a < b <= end and text[a:b] == text[a:b].strip() for a, b in found)
    assert "".join(text[a:b] for a, b in found).split() or not text[start:end].strip()
