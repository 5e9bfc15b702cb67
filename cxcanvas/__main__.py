"""`python -m cxcanvas` is the command line."""

from cxcanvas.cli import main

if __name__ == "__main__":
    main()
