"""One small program in several languages, with the SDKs that programs use; all say the same.

Tests install nothing. boto3 and PynamoDB are among the development tools; PynamoDB knows neither
PartiQL nor streams, so its program leaves out those lines. The SDKs of the other languages are
installed by `make clients` (`install.py`) in the versions declared beside each program, where the
tools are there: node 20 and npm, go 1.24, a JDK of 17 and mvn. A test whose tool or SDK is not
there is skipped, and the reason says what is missing. `make clients` installs the checker of
histories of tests/simulation too.
"""
