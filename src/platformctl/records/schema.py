"""The tables of the records, in the words that SQLite and PostgreSQL share, and their version."""

SCHEMA_VERSION = 4

KEPT = (
    "create table kept_content (digest text not null primary key, content bytea not null)",
    """create table kept_file (
        stack text not null,
        run text not null,
        path text not null,
        digest text not null references kept_content (digest),
        primary key (stack, run, path)
    )""",
    "create index kept_file_digest on kept_file (digest)",
)
ORPHAN = """create table orphan (
        stack text not null,
        run text not null,
        content bytea not null,
        at text not null,
        primary key (stack, run)
    )"""
REVIEW = (
    """create table review (
        stack text not null,
        digest text not null,
        commit_id text not null,
        at text not null,
        body text not null,
        primary key (stack, digest, commit_id)
    )""",
    "create index review_at on review (stack, at)",
)
STEPS = {
    2: KEPT,
    3: (
        "alter table meta add column project text not null default ''",
        "alter table lease add column expires double precision not null default 0",
        ORPHAN,
    ),
    4: REVIEW,
}
"""What each version added, for records that an earlier platformctl began."""
TABLES = (
    "create table meta (version bigint not null, project text not null default '')",
    """create table event (
        stack text not null,
        seq bigint not null,
        at text not null,
        id text not null unique,
        run text not null,
        type text not null,
        body text not null,
        prev text not null,
        hash text not null,
        primary key (stack, seq)
    )""",
    """create table head (
        stack text not null primary key,
        seq bigint not null,
        body text not null
    )""",
    """create table lease (
        stack text not null primary key,
        holder text,
        fence bigint not null,
        since text not null,
        state text not null,
        expires double precision not null default 0
    )""",
    *KEPT,
    ORPHAN,
    *REVIEW,
)
ADD_META = "insert into meta (version, project) values (?, ?)"
META = "select max(version) from meta"
