"""The words that say whether a condition is there, was there, may be there, or is somebody else's.

After NegEx and ConText: a trigger rules over the words after it, or before it, until a word ends its reach.
One line each, written as people write; a space stands for any blanks, "_" for one word in between.
"""

from enum import StrEnum


class Assertion(StrEnum):
    AFFIRMED = "affirmed"
    HISTORICAL = "historical"
    UNCERTAIN = "uncertain"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    FAMILY = "family"


# Read first, so that the words inside are no triggers: "no increase in pain" says that there is pain.
NO_TRIGGER = """
no increase|no change|no further|no interval change|no longer than|not only|not necessarily
no significant change|without difficulty|without incident|without complaint|without complications
without complication|no new|no known drug allergies|not rule out|not ruled out|not been ruled out
no improvement|not improved|not improving|not controlled|not well controlled|not well-controlled
not at goal|not optimally controlled|not adequately controlled|not taking|not tolerating
not tolerate|not responding|not responsive|no relief|not compliant|not adherent
history of present illness|history and physical|history obtained|history taken
past medical history of|medical history of|brought by _ mother|brought in by _ mother
brought in by mother|brought by mother|brought in by _ father|brought in by _ daughter
brought in by _ son|brought in by _ wife|brought in by _ husband|accompanied by _ mother
accompanied by _ father|accompanied by _ daughter|accompanied by _ son|mother reports|mother states
mother notes|mother says|father reports|father states|per mother|per _ mother|per _ daughter
mother brought|mother is concerned|per _ wife|per _ husband|daughter reports|son reports
lives with _ mother|lives with _ daughter|lives with mother|prior to admission|prior to arrival
prior to discharge|previous visit|prior visit|last visit|at risk for falls|if possible
as soon as possible|as possible|likely to|rule out protocol|possible discharge|if needed
if tolerated|without loss of consciousness|without hematuria|without obstruction|without aura
without exacerbation|without status migrainosus|without bleeding|without perforation
without gangrene|without heart failure|no insulin|cause of death|despite
"""

BEFORE: dict[Assertion, str] = {
    Assertion.NEGATED: """
no|not|not yet|never|denies|denied|denying|deny|without|w/o|negative for|neg for|no evidence of
no signs of|no sign of|free of|ruled out for|rules out|excluded|excludes|exclude the presence of
absence of|absent|never had|never developed|never has had|no history of|no hx of|no h/o
denies history of|no prior|no previous|no known|nor|neither|fails to reveal|did not reveal
did not show|does not show|did not have|does not have|doesn't have|didn't have|do not have
did not develop|has not had|is not|was not|were not|are not|wasn't|isn't|has no|had no|with no
there is no|there was no|no suspicion of|no concern for|low suspicion for|low concern for
not consistent with|not suggestive of|inconsistent with|not have|unlikely to be|unlikely|doubt
doubtful|resolved prior to|no longer has|no longer|rather than|instead of|cannot see|lack of|lacks
lacking|argues against|against|not felt to be|not thought to be|screen negative for
did not meet criteria for|does not meet criteria for|ruled out|r/o'd|not due to|no acute|no new|non
""",
    Assertion.UNCERTAIN: """
possible|possibly|probable|probably|suspected|suspect|suspicion for|suspicion of|suspicious for
likely|questionable|question of|concern for|concerning for|concerned about|concern of|worrisome for
may be|might be|may have|might have|could be|could represent|may represent|might represent|presumed
presumptive|presumably|rule out|r/o|evaluate for|evaluation for|cannot exclude|cannot rule out
can't rule out|can not exclude|not rule out|versus|vs|differential|differential diagnosis|ddx
consider|considered|considering|suggestive of|suggests|suggesting|compatible with|consistent with
appears to be|most likely|still to be ruled out|thought to be|felt to be|to exclude
working diagnosis of|query|?|tentative|provisional|borderline|equivocal for|awaiting results for
workup for|work-up for|work up for|potential
""",
    Assertion.HISTORICAL: """
history of|h/o|hx of|hx|s/p|status post|prior|previous|previously|remote|past|in the past|formerly
had been|childhood|history significant for|history notable for|history includes|former
personal history of|history
""",
    Assertion.HYPOTHETICAL: """
if|should|return for|return if|return to|call for|call if|watch for|monitor for|monitoring for
monitored for|risk of|risk for|at risk for|high risk for|risks of|risks include|risks including
to prevent|prevention of|prophylaxis for|prophylaxis against|screening for|screen for|screened for
screening|in case of|signs of|symptoms of|precautions for|counseled on|counseled about
counseled regarding|educated on|educated about|education on|advised that|can cause|may cause
could cause|side effects|side effect|unless|until|vaccine|vaccination|immunization|tested for
test for|testing for|as needed for|prn|prn for|allergic to|allergy to|discussed|would develop
might develop|may develop|could develop|to avoid|avoid|awareness of|guidelines for|exposure to
exposed to|worried about|afraid of|fear of
""",
    Assertion.FAMILY: """
family history of|family history|family hx|fh of|fh|fhx|mother|father|mom|dad|sister|brother|sibling
siblings|parents|parent|grandmother|grandfather|grandparent|grandparents|aunt|uncle|cousin|son
daughter|maternal|paternal|niece|nephew|twin|relatives|wife|husband|roommate|coworker
""",
}

AFTER: dict[Assertion, str] = {
    Assertion.NEGATED: """
ruled out|was ruled out|is ruled out|has been ruled out|were ruled out|been ruled out|excluded
was excluded|were excluded|unlikely|is unlikely|not present|not seen|not found|not identified
not suspected|absent|is absent|was absent|were absent|negative|did not occur|did not develop
never occurred|never developed|no supporting|was not borne out|considered and not|not supported
nonreactive|non-reactive|surface antigen negative|was negative|is negative|were negative
not confirmed|not felt to be|not likely|less likely|denied|denies|was not found|are absent
""",
    Assertion.UNCERTAIN: """
suspected|is suspected|was suspected|likely|probable|possible|questionable|cannot be excluded
cannot be ruled out|cannot rule out|not excluded|not ruled out|has not been ruled out|vs|versus|?
to be ruled out|is a consideration|is possible|is likely|remains possible|considered|was considered
in the differential|is considered
""",
    Assertion.HISTORICAL: """
in childhood|as a child|years ago|year ago|months ago|in the past|in remission since|in 19__|in 20__
in _ of 20__|in the 19__s|status post repair|s/p repair|resolved years ago|at age
""",
    Assertion.FAMILY: """
in his father|in her father|in his mother|in her mother|in a sister|in a brother|runs in the family
""",
    Assertion.HYPOTHETICAL: """
precautions|prophylaxis|ppx|prophy|screening|screen|vaccine|vaccination|was discussed|risk|risks|protocol
risk assessment|exposure
""",
}

# Where the reach of a trigger ends. What ends one kind only stands below.
ENDS = """
but|however|except|although|though|yet|still|which|whereas|apart from|aside from|other than|because
as|since|now|positive for|who presents|presents|presented|presenting|admitted|she has|he has
patient has|pt has|does have|did have|found to have|was found|developed|currently|reports|endorses
complains of|treated|started|given|continue|continued|secondary to|due to|requiring|has|had|have
is on|managed
"""
ENDS_OF: dict[Assertion, str] = {
    Assertion.NEGATED: """
with|likely|suspect|suspected|possible|probable|resulting|attributed
""",
    Assertion.HISTORICAL: """
here for|here with|comes|came|with new|with acute|with worsening|today|with|who
""",
    Assertion.UNCERTAIN: "with|treated|started|in setting of|in the setting of",
    Assertion.HYPOTHETICAL: "",
}
# Who somebody else's condition is not: these alone end what is said of the family.
ENDS_OF_FAMILY = (
    "but|however|although|patient|the patient|pt|he|she|himself|herself|presents|presented|admitted"
)
