"""How the parts log: alike, to their standard output, which goes to one file each."""

from __future__ import annotations

# For log4j 2, which all parts use. The last logger warns twelve times a second as long as
# nothing was deployed.
LOG4J = b"""\
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %c{1.} - %m%n
logger.reader.name = io.camunda.tasklist.zeebeimport.os.RecordsReaderOpenSearch
logger.reader.level = error
"""
