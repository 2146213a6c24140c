"""Praise and criticism by classes of sentence, as inspectors, ministers, councils and reporters write them."""

from __future__ import annotations

import pytest
from articles import told

from inspectkg.loader.statements import Finding

#: Class of sentence -> praise, criticism, and sentences that do both.
CLASSES: dict[str, dict[str, list[str]]] = {
    "faults denied": {
        "positive": [
            "No child was turned away.",
            "Few opportunities to protect children had been missed.",
            "Nor could victims fault the officers.",
            "Managers did not shy away from difficult conversations.",
            "There was nothing to suggest that people were treated unfairly.",
            "No one had anything but praise for the reception staff.",
            "The unit no longer relies on agency staff.",
        ],
        "negative": [
            "There was no record of appointments that had been missed.",
            "The unit can no longer rely on agency staff.",
            "There was little to suggest that people's views had been sought.",
            "There was no shortage of criticism of the way releases were planned.",
            "Practitioners hesitated to recall people when risk rose.",
            "Not a single case in the sample had a full plan.",
        ],
    },
    "things that grew or shrank": {
        "positive": [
            "Morale remained high among practitioners.",
            "Attendance was improving month by month.",
            "Waiting times for the programmes had fallen sharply.",
            "Reoffending rates were lower than in neighbouring areas.",
            "The gap between the best and the worst teams has narrowed.",
        ],
        "negative": [
            "Caseloads remained far too high.",
            "Morale was low in every office.",
            "Waiting times for the programmes had doubled.",
            "Sickness absence was twice the national average.",
            "Planning was well below the standard that inspectors expect.",
            "Officers carried more cases than they should.",
        ],
    },
    "one thing against another": {
        "mixed": [
            "Although leaders were respected by staff, they had not reduced caseloads.",
            "Even with a third of posts empty, staff delivered high-quality reports to court.",
            "Strong leadership was undermined by a shortage of experienced officers.",
            "Good relationships with partners did not translate into safer practice.",
            "Leaders had a clear vision that had yet to reach the front line.",
            "Courses for men are excellent but reach only a few of them.",
            "Most children were in school, though the most vulnerable were not.",
            "Leaders knew what was wrong yet had been unable to put it right.",
            "Officers engaged people in 71% of cases and kept others safe in only 46%.",
        ],
        "negative": [
            "Strong links with the police had yet to be built.",
            "Leaders did not know what was wrong.",
            "Officers kept others safe in only 46% of cases.",
            "The inspectorate acknowledged the pressure on staff but said that checks were being neglected.",
        ],
        "positive": ["Despite these pressures, no one was left without an officer."],
    },
    "shares of what was done, of the rest, and of people": {
        "positive": ["Enquiries had been made in all but four of the 60 cases."],
        "negative": [
            "Enquiries had been made in four of the 60 cases.",
            "Half of the officers had joined since 2023, and few felt ready.",
            "Two-thirds of officers had qualified since 2023, and few felt ready for their cases.",
        ],
    },
    "signs of harm are no faults": {
        "positive": [
            "Staff were alert to signs of exploitation and neglect.",
            "The unit acted on every warning from the police.",
            "Senior managers knew how many cases were overdue for review.",
        ],
        "negative": [
            "Signs of exploitation and neglect were missed.",
            "The unit failed to act on warnings from the police.",
            "Senior managers did not know how many cases were overdue for review.",
        ],
    },
    "words made to deny": {
        "negative": ["Victims' wishes were sometimes disregarded.", "Staff felt disheartened and their needs unmet."],
        "positive": ["The unwavering care of staff was plain to see.", "Victims' wishes were never disregarded."],
    },
}
CASES = [
    pytest.param(line, sign, id=f"{name}: {line[:50]}")
    for name, signs in CLASSES.items()
    for sign, lines in signs.items()
    for line in lines
]


@pytest.mark.parametrize(("line", "sign"), CASES)
def test_what_the_report_says_is_praise_criticism_or_both(line: str, sign: str) -> None:
    """In the inspectors' own words, so that nothing but the polarity is in question."""
    assert [one.polarity for one in told(Finding, f'The report said: "{line}"')] == [sign]


def test_each_class_has_its_counterpart() -> None:
    """A class that only ever comes out one way could be read without looking."""
    assert all(len(signs) > 1 and all(signs.values()) for signs in CLASSES.values())
