"""The smallest typer program worth the name: what `platformctl --help` is held against."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def greet(name: str, loud: bool = False) -> None:
    """Greet somebody."""
    typer.echo(f"Hello {name}{'!' if loud else ''}")


@app.command()
def leave(name: str) -> None:
    """Say goodbye to somebody."""
    typer.echo(f"Goodbye {name}")


if __name__ == "__main__":
    app()
