"""Every Redis key there is; this page is the data model.

encounter:{id}            hash    where the work stands, readable; `active/{person}`, seconds they were active
                                  on it, counted until `counted_at`; `key`, the wrapped data key; `content`
                                  and `codes`, sealed
encounter:{id}:documents  hash    document id/version → its sections, sealed
encounter:{id}:versions   hash    number of the submission → the codes as submitted, by whom and when, sealed
encounter:{id}:drafts     hash    person → codes that came too late to be saved, sealed
encounter:{id}:suggestions  hash  `reading`: the codes its documents suggest; opaque → what a coder made of
                                  one of them; all sealed
encounter:{id}:notes      hash    person, blank, note → what they wrote on the encounter, sealed; empty where
                                  the archive has it
encounter:{id}:seen       set     person, blank, document id/version: who has read which document to its end;
                                  forgotten 90 days after somebody last did
encounter:{id}:history    stream  what happened to it, in order; notes sealed. Documents, notes and
                                  history of a finished encounter move to the archive
status:{status}           zset    encounters in that status by the moment their DNFC clock started
ready:{worklist}          zset    encounters nobody holds, most urgent first (by due time)
worklist:{worklist}       zset    every encounter of that worklist, whatever its status, by due time
desk:{person}             zset    encounters that person holds, most urgent first
leases                    zset    assigned encounters by the moment their lease ends
owed:{unit}               zset    final coded encounters whose billing nothing blocks: the outbox
finished                  zset    finished encounters not yet in the archive, by the moment of their last step
archived                  string  how many texts and lines of history the archive holds at least
lacking:{entry}           zset    encounters that wait for that directory entry (kind/id)
found:{fingerprint}       zset    encounters with that account number or MRN (keyed hash)
to_read                   zset    encounters not final coded whose documents as they are now were not read for
                                  suggestions, by due time
suggested:{month}         hash    source/offered, source/accepted …, codes, reason/{reason} → how many, in the
                                  first submissions of that month
taken                     hash    source/code/offered and source/code/accepted → in how many submissions
tally                     hash    how many encounters, and cents, by status and worklist
aging                     hash    how many not final coded encounters by status, and cents, by the day (since
                                  1970) their DNFC clock started
listing                   zset    an answer being sorted; exists only inside one transaction
listing:within            set     encounters the answer is taken from; exists as long
submitted                 zset    submissions of the last 40 days, encounter/version/person and, where it is
                                  known, the seconds that person was active on it until then, by when
used:{work_type}          zset    code (system/code) → in how many submissions of that work type it stood
recent:{person}           zset    the codes that person submitted last, by when, whosever they were
favourites:{person}       set     the codes that person starred
sets                      hash    id → a named set of codes for everybody, sealed
sets:{person}             hash    the same of that person alone
again:{person}            string  what that person added last, whosever it was: a code or the id of a set
tokens                    string  the last fencing token given
claims, interchanges      string  the last claim number and interchange control number given
batch:{number}            hash    one file for billing: unit, made_at, state, encounters and claim numbers
batches                   zset    batches not yet delivered by when they were last offered to a worker
delivered                 zset    the newest delivered batches by when
claim:{number}            string  claim number → encounter and submission
answers                   hash    digest of an answer file that was read → when
aside                     stream  answer files set aside and why
imports                   stream  what each import brought
unreadable                hash    fingerprint of path and place → what could not be read and why, sealed path
audit                     stream  every step, sight, sign-in and refusal; older lines move to the ledger
person:{id}               hash    name, roles, worklists; password hash, and whether it is due to be changed;
                                  generation: sessions of an earlier one are over
people                    set     their ids
known                     hash    person → password, where that is no secret: the demo's, until it is changed
session:{digest}          hash    a signed-in browser: person, generation, born, its own data
sessions:{person}         set     the digests of that person's sessions
bearer:{digest}           hash    a token for another program: person, label
bearers                   set     their digests
attempts:{what}           hash    failed sign-ins lately, by name at an address, by address, by name
directory:{kind}          hash    id → facility, provider, payer or charge
made_up                   string  there where the patients are: every page says so
master                    string  which master key sealed all this: a keyed hash of it
"""

# What a template is filled with is opaque: ids, statuses, worklists, digests; never patient data.
ENCOUNTER = "encounter:%s"
DOCUMENTS = "encounter:%s:documents"
VERSIONS = "encounter:%s:versions"
DRAFTS = "encounter:%s:drafts"
SUGGESTIONS = "encounter:%s:suggestions"
NOTES = "encounter:%s:notes"
SEEN = "encounter:%s:seen"
HISTORY = "encounter:%s:history"
STATUS = "status:%s"
READY = "ready:%s"
WORKLIST = "worklist:%s"
DESK = "desk:%s"
LEASES = "leases"
OWED = "owed:%s"
FINISHED = "finished"
ARCHIVED = "archived"
LACKING = "lacking:%s"
FOUND = "found:%s"
TO_READ = "to_read"
SUGGESTED = "suggested:%s"
TAKEN = "taken"
TALLY = "tally"
AGING = "aging"
LISTING = "listing"
WITHIN = "listing:within"
SUBMITTED = "submitted"
USED = "used:%s"
RECENT = "recent:%s"
FAVOURITES = "favourites:%s"
SETS = "sets"
SETS_OF = "sets:%s"
AGAIN = "again:%s"
TOKENS = "tokens"
CLAIMS = "claims"
INTERCHANGES = "interchanges"
BATCH = "batch:%s"
BATCHES = "batches"
DELIVERED = "delivered"
CLAIM = "claim:%s"
ANSWERS = "answers"
ASIDE = "aside"
IMPORTS = "imports"
UNREADABLE = "unreadable"
AUDIT = "audit"
PERSON = "person:%s"
PEOPLE = "people"
KNOWN = "known"
SESSION = "session:%s"
SESSIONS = "sessions:%s"
BEARER = "bearer:%s"
BEARERS = "bearers"
ATTEMPTS = "attempts:%s"
DIRECTORY = "directory:%s"
MADE_UP = "made_up"
MASTER = "master"


def as_lua() -> str:
    """The same names for the scripts: KEY.ready:format(worklist)."""
    rows = [f"{name.lower()}={key!r}" for name, key in globals().items() if name.isupper()]
    return "local KEY = {" + ",".join(rows) + "}\n"
