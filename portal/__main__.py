"""`python -m portal` is the same as `agora`."""

from portal.cli import main

main()
