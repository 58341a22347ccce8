"""``python -m deploy``: the program, for those who start it as a child process."""

from deploy.cli import main

if __name__ == "__main__":
    main()
