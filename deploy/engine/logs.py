"""How the parts log: alike, to their standard output, which goes to one file each."""

from __future__ import annotations

# For log4j 2, which all parts use. When the search store is away, Operate and Tasklist report it
# a thousand times a second, at length: past a burst, two lines a second and short traces will do.
# The last logger warns twelve times a second as long as nothing was deployed.
LOG4J = b"""\
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %c{1.} - %m%n%ex{15}
appender.console.filter.burst.type = BurstFilter
appender.console.filter.burst.level = ERROR
appender.console.filter.burst.rate = 2
appender.console.filter.burst.maxBurst = 3000
logger.reader.name = io.camunda.tasklist.zeebeimport.os.RecordsReaderOpenSearch
logger.reader.level = error
"""
# The broker's own record of each step it takes, by itself in a file and all of it.
RECORDS = """\
appender.records.type = File
appender.records.name = records
appender.records.fileName = {file}
appender.records.append = false
appender.records.layout.type = PatternLayout
appender.records.layout.pattern = %m%n
logger.records.name = io.camunda.zeebe.broker.exporter.records
logger.records.level = info
logger.records.additivity = false
logger.records.appenderRef.records.ref = records
"""
