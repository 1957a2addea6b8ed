"""The ``archive`` command, also as ``python -m archive``.

Each reading process runs the file that the command was started by once more, and has no use for a command
line: so that is imported only where it is called.
"""


def main() -> None:
    """The ``archive`` command."""
    from archive.cli import main as run

    run()


if __name__ == "__main__":
    main()
