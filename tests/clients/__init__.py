"""One small program in several languages, with the SDKs that programs use. All print the same.

Tests install nothing. boto3 and PynamoDB are among the development tools. PynamoDB supports neither
PartiQL nor streams, so its program omits those lines. `make clients` (`install.py`) installs the
SDKs of the other languages, in the versions declared next to each program, if their tools exist:
node 20 and npm, go 1.24, a JDK 17 and mvn. A test whose tool or SDK is missing is skipped with the
reason. `make clients` also installs the checker of histories for tests/simulation.
"""
