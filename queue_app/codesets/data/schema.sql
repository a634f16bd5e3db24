-- The code tables: what the build fills, official files deepen, and the rest of Codedesk asks.

CREATE TABLE codes (
    system TEXT, code TEXT, title TEXT NOT NULL, billable INTEGER NOT NULL,
    valid_from TEXT, valid_to TEXT,      -- ISO days, both inclusive; NULL: since ever, until further notice
    poa_exempt INTEGER NOT NULL DEFAULT 0,
    released_on TEXT NOT NULL,           -- first day of the release the title is from; '' for a stopgap
    PRIMARY KEY (system, code)
) WITHOUT ROWID;
CREATE TABLE terms (system TEXT, code TEXT, text TEXT, PRIMARY KEY (system, code, text)) WITHOUT ROWID;
CREATE TABLE notes (
    code TEXT,                           -- or heading
    position INTEGER, kind TEXT, text TEXT, PRIMARY KEY (code, position)
) WITHOUT ROWID;
-- What stands above the codes of ICD-10-CM: chapters, sections, and the categories of each section.
CREATE TABLE headings (
    id TEXT PRIMARY KEY,                 -- "9", "I30-I5A", "I50"
    position INTEGER NOT NULL,           -- in the book
    above TEXT NOT NULL,                 -- the heading it stands under; '' for chapters
    title TEXT NOT NULL,                 -- '' for categories: theirs is among the codes
    span TEXT NOT NULL                   -- "I00-I99"
) WITHOUT ROWID;
-- The printed indexes, where the site loaded them: a row for each line, in the order of the book.
CREATE TABLE book (
    book TEXT,                           -- index, eindex (external causes), neoplasm, drug
    position INTEGER,
    path TEXT NOT NULL,                  -- main term and subterms: "Abdomen, abdominal > acute"
    modifiers TEXT NOT NULL,             -- nonessential ones, in brackets as printed
    see TEXT NOT NULL,                   -- where "see" or "see also" sends the reader
    kind TEXT NOT NULL,                  -- column of the neoplasm and drug tables: "primary", "accidental"
    code TEXT NOT NULL,                  -- bare; '' where the line only sends elsewhere
    PRIMARY KEY (book, position, kind)
) WITHOUT ROWID;
CREATE INDEX book_paths ON book (book, path COLLATE NOCASE);
CREATE INDEX book_codes ON book (code);
-- The tables of ICD-10-PCS: which values each row of a table allows in each of its columns. Row 0 has the
-- three characters that name the table.
CREATE TABLE pcs_rows (
    table_code TEXT, row INTEGER, position INTEGER, value TEXT, label TEXT NOT NULL,
    PRIMARY KEY (table_code, row, position, value)
) WITHOUT ROWID;
CREATE TABLE pcs_axes (
    table_code TEXT, position INTEGER,
    title TEXT NOT NULL,                 -- "Body Part", "Approach"
    definition TEXT NOT NULL,            -- of the value that names the table; '' where the book has none
    PRIMARY KEY (table_code, position)
) WITHOUT ROWID;
CREATE TABLE pcs_definitions (
    section TEXT, position INTEGER, label TEXT,
    definition TEXT NOT NULL, explanation TEXT NOT NULL, includes TEXT NOT NULL,
    PRIMARY KEY (section, position, label)
) WITHOUT ROWID;
-- What became of diagnosis codes, where the site loaded CDC's conversion table.
CREATE TABLE successors (
    before TEXT, code TEXT,              -- bare
    since TEXT NOT NULL,                 -- ISO day from which `code` is used
    PRIMARY KEY (before, code)
) WITHOUT ROWID;
-- MS-DRGs, by version of the grouper: 43 for fiscal year 2026.
CREATE TABLE drg (
    version INTEGER, drg INTEGER, title TEXT NOT NULL,
    type TEXT NOT NULL,                  -- MED, SURG; '' for 998 and 999
    mdc TEXT NOT NULL,                   -- "08", "PRE"; '' where it may be any
    weight REAL, gmlos REAL, amlos REAL, -- days; NULL where there are none
    PRIMARY KEY (version, drg)
) WITHOUT ROWID;
CREATE TABLE severity (
    version INTEGER, code TEXT, level TEXT NOT NULL,  -- CC, MCC
    PRIMARY KEY (version, code)
) WITHOUT ROWID;
-- Medicare's risk adjustment, CMS-HCC V28. A year is that of payment: it looks at the year before.
CREATE TABLE hcc (year INTEGER, code TEXT, hcc INTEGER, PRIMARY KEY (year, code, hcc)) WITHOUT ROWID;
CREATE TABLE hcc_titles (hcc INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE hcc_below (hcc INTEGER, below INTEGER, PRIMARY KEY (hcc, below)) WITHOUT ROWID;
CREATE TABLE hcc_edits (                 -- what a diagnosis means for some: of a sex, up to or from an age
    code TEXT PRIMARY KEY, sex TEXT NOT NULL, age_to INTEGER, age_from INTEGER,
    hcc INTEGER                          -- NULL: no HCC
) WITHOUT ROWID;
CREATE TABLE hcc_weights (               -- by part of the population: cna, cnd, ...
    segment TEXT, name TEXT, weight REAL NOT NULL, PRIMARY KEY (segment, name)
) WITHOUT ROWID;
CREATE TABLE hcc_services (code TEXT PRIMARY KEY) WITHOUT ROWID;  -- CPT, HCPCS: visits that count
-- National Correct Coding Initiative: millions of rows, so small ones. Days are numbers (20260101).
CREATE TABLE ncci (
    facility INTEGER,                    -- 1: outpatient hospital, 0: practitioner
    col1 TEXT, col2 TEXT, starts INTEGER,
    ends INTEGER,                        -- NULL: until further notice
    indicator INTEGER NOT NULL,          -- may a modifier part the two: 0 no, 1 yes, 9 the pair never counted
    PRIMARY KEY (facility, col1, col2, starts)
) WITHOUT ROWID;
CREATE TABLE mue (
    facility INTEGER, released_on TEXT, code TEXT,
    value INTEGER NOT NULL,              -- most units
    mai INTEGER NOT NULL,                -- judged 1 a line, 2 a day, by policy, 3 a day, by experience
    PRIMARY KEY (facility, released_on, code)
) WITHOUT ROWID;
CREATE TABLE modifiers (code TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shorthand (short TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
-- What notes name diagnoses by: the words of a phrase, each once, in the order of the alphabet.
CREATE TABLE phrases (
    words TEXT,
    of_index INTEGER,                    -- 1: a line of the alphabetic index has them
    code TEXT NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (words, of_index)
) WITHOUT ROWID;
CREATE TABLE phrase_words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE releases (
    set_name TEXT, released_on TEXT,
    source TEXT,                         -- file name: some releases come in several files
    rows INTEGER NOT NULL, loaded_at TEXT NOT NULL,
    notice TEXT NOT NULL,                -- licence line to show with the set
    content BLOB,                        -- the site's own file, compressed, for the next build
    PRIMARY KEY (set_name, released_on, source)
);
-- What search reads.
-- A title, term or line of an index. Its id is its system's number times BLOCK, plus its place among the
-- entries of that system, plainest first: reading in the order of ids is reading the likeliest first.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL,
    text TEXT,                           -- NULL: the title of the code
    required TEXT NOT NULL,              -- stems a coder would have to mean
    optional TEXT NOT NULL,              -- stems that do no harm
    weight REAL NOT NULL                 -- how much the required ones tell, all together
);
CREATE TABLE titles (
    system TEXT, code TEXT, title TEXT NOT NULL, billable INTEGER NOT NULL, valid_from TEXT, valid_to TEXT,
    telling TEXT NOT NULL, every TEXT NOT NULL,  -- stems
    open INTEGER NOT NULL,               -- the one for those who said no more
    cost REAL NOT NULL,                  -- the plainer, the less
    seventh TEXT NOT NULL,               -- of an injury's code, its seventh character, else ''
    extends TEXT NOT NULL,               -- the code whose title it only adds the encounter to, else ''
    PRIMARY KEY (system, code)
) WITHOUT ROWID;
CREATE TABLE postings (
    system TEXT, stem TEXT, tells REAL NOT NULL,
    ids BLOB NOT NULL,                   -- of the entries that have it, ascending, four bytes each
    PRIMARY KEY (system, stem)
) WITHOUT ROWID;
CREATE TABLE vocabulary (
    system TEXT, word TEXT, stems TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (system, word)
) WITHOUT ROWID;
CREATE TABLE spellings (                 -- the same words by length, the commonest first
    system TEXT, length INTEGER, words TEXT NOT NULL, PRIMARY KEY (system, length)
) WITHOUT ROWID;
CREATE TABLE meanings (                  -- of shorthand, lay words and the names of operations
    system TEXT,                         -- '' for all
    short TEXT,                          -- words.phrase_key of what is written
    written TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (system, short)
) WITHOUT ROWID;
CREATE INDEX meanings_written ON meanings (system, written);
