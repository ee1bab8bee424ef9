"""The tables of the records, in the words that SQLite and PostgreSQL share, and their version."""

SCHEMA_VERSION = 1

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
)
