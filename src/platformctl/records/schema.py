"""The tables of the records, in the words that SQLite and PostgreSQL share, and their version."""

SCHEMA_VERSION = 2

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
STEPS = {2: KEPT}
"""What each version added, for records that an earlier platformctl began."""
TABLES = (
    "create table meta (version bigint not null)",
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
        state text not null
    )""",
    *KEPT,
)
