"""Whether a mention is said of the patient, today."""

import pytest

from queue_app.domain.reading.assertion import Assertion, assertion, reaches

AFFIRMED = """
She has asthma.
Chest pain resolved; asthma treated with albuterol.
No fever but asthma is flaring.
Patient denies cough, however asthma persists.
Not controlled asthma.
No change in asthma.
Brought in by her mother for asthma.
History of present illness: asthma since Friday.
The patient's mother has gout; he has asthma.
"""
NEGATED = """
No asthma.
Denies fever, cough, or asthma.
No evidence of acute asthma.
Asthma was ruled out.
Asthma unlikely.
Negative for pneumonia and asthma.
He never had asthma.
Asthma did not develop.
No history of asthma.
Without wheezing or asthma.
"""
UNCERTAIN = """
Possible asthma.
Rule out asthma.
Concern for asthma.
Asthma versus bronchitis.
Asthma is suspected.
Symptoms consistent with asthma.
? asthma
"""
HISTORICAL = """
History of asthma.
h/o asthma
Asthma in childhood.
Status post asthma admission.
Prior asthma.
"""
FAMILY = """
Mother has asthma.
Family history of asthma.
Her brother and father were both treated for asthma.
Discussed with daughter, who has asthma.
"""
HYPOTHETICAL = """
Return if asthma worsens.
At risk for asthma.
Screening for asthma.
Call for fever or asthma.
Counseled on asthma.
"""


def cases(kind, texts):
    return [pytest.param(text, kind, id=text) for text in texts.strip().splitlines()]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *cases(Assertion.AFFIRMED, AFFIRMED),
        *cases(Assertion.NEGATED, NEGATED),
        *cases(Assertion.UNCERTAIN, UNCERTAIN),
        *cases(Assertion.HISTORICAL, HISTORICAL),
        *cases(Assertion.FAMILY, FAMILY),
        *cases(Assertion.HYPOTHETICAL, HYPOTHETICAL),
    ],
)
def test_what_is_said_of_asthma(text, kind):
    start = text.lower().index("asthma")
    assert assertion(reaches(text), start, start + len("asthma")) is kind
