"""`python -m platformctl`."""

from platformctl.cli.main import main

if __name__ == "__main__":
    main()
