"""The web console: its built files, and the answers with which a browser gets them.

The source of the files is the folder `console` at the top of the repository. `make console` builds
them into the folder `static` of this package. They are the same for everybody and contain no
secrets. Everything else the console gets by calling the APIs, as any client does (ADR 0035).

- `files`: finds a file by its path, and answers with it
"""
