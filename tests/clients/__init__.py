"""One small program in several languages, with the SDKs that programs use; all say the same.

Tests install nothing. What is not there is skipped, and the reason says what is missing:

- Python, boto3: among the development tools. PynamoDB: `pip install pynamodb`.
- JavaScript: node, and `npm install @aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb` in a folder
  whose node_modules NODE_PATH names.
- Go: go, and `go mod download` in tests/clients/go.
- Java 17: java, and a CLASSPATH (`FOLDER/*`) with the jars of software.amazon.awssdk:dynamodb and
  what it needs; tests/clients/java/pom.xml says how they are collected.
"""
