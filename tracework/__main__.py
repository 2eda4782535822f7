"""`python -m tracework` is the command line."""

from tracework.cli import main

if __name__ == "__main__":
    main()
