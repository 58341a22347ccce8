CREATE TABLE archive (
    id INTEGER NOT NULL,
    number TEXT NOT NULL,
    office TEXT NOT NULL,
    classification TEXT NOT NULL,
    title TEXT NOT NULL,
    process TEXT,
    letter_number TEXT,
    place TEXT,
    document_id VARCHAR(64) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    active_until DATE NOT NULL,
    inactive_until DATE NOT NULL,
    fate VARCHAR(20) NOT NULL,
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    archived_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number)
);
CREATE INDEX archive_classification ON archive (classification, archived_at);
CREATE INDEX archive_content ON archive (content_hash);
CREATE INDEX archive_title ON archive (title);
CREATE TABLE counters (
    name TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE enrolled_fingerprints (
    id INTEGER NOT NULL,
    template_id VARCHAR(64) NOT NULL,
    template TEXT NOT NULL,
    person TEXT NOT NULL,
    enrolled_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (template_id)
);
CREATE TABLE handoffs (
    id INTEGER NOT NULL,
    number VARCHAR(40) NOT NULL,
    system VARCHAR(40) NOT NULL,
    status VARCHAR(20) NOT NULL,
    subject TEXT NOT NULL,
    package_id VARCHAR(64) NOT NULL,
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    opened_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number)
);
CREATE INDEX handoffs_status ON handoffs (status, system);
CREATE TABLE job_ledger (
    job_key INTEGER NOT NULL,
    inputs_hash BLOB NOT NULL,
    job_type VARCHAR(255) NOT NULL,
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    outputs BLOB NOT NULL,
    done_at DATETIME NOT NULL,
    PRIMARY KEY (job_key, inputs_hash)
);
CREATE INDEX job_ledger_done_at ON job_ledger (done_at);
CREATE TABLE outbox (
    id INTEGER NOT NULL,
    number VARCHAR(40) NOT NULL,
    channel VARCHAR(20) NOT NULL,
    recipient_kind VARCHAR(20) NOT NULL,
    recipient TEXT NOT NULL,
    status VARCHAR(20) NOT NULL,
    subject TEXT NOT NULL,
    message_id VARCHAR(64) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (process_instance_key, element_id, channel, recipient, content_hash),
    UNIQUE (number)
);
CREATE INDEX outbox_status ON outbox (status, created_at);
CREATE TABLE register_entries (
    id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    office TEXT NOT NULL,
    book TEXT NOT NULL,
    period VARCHAR(10) NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    subject TEXT NOT NULL,
    applicant_id VARCHAR(64),
    document_id VARCHAR(64),
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    entered_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (kind, office, book, period, number)
);
CREATE TABLE scans (
    id INTEGER NOT NULL,
    file_name TEXT,
    document_id VARCHAR(64),
    applicant_id VARCHAR(64),
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    scanned_at DATETIME NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE signature_requests (
    id INTEGER NOT NULL,
    number VARCHAR(40) NOT NULL,
    official TEXT NOT NULL,
    subject TEXT NOT NULL,
    document_id VARCHAR(64),
    status VARCHAR(20) NOT NULL,
    process_instance_key INTEGER NOT NULL,
    element_id VARCHAR(255) NOT NULL,
    requested_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number)
);
CREATE INDEX signature_requests_queue ON signature_requests (status, official);
CREATE TABLE storage_probe (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE survey_answers (
    id INTEGER NOT NULL,
    office TEXT NOT NULL,
    year INTEGER NOT NULL,
    number VARCHAR(40) NOT NULL,
    u1 INTEGER,
    u2 INTEGER,
    u3 INTEGER,
    u4 INTEGER,
    u5 INTEGER,
    u6 INTEGER,
    u7 INTEGER,
    u8 INTEGER,
    u9 INTEGER,
    answered_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (office, number)
);
CREATE TABLE watchlist_entries (
    id INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE watchlists (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,
    entries INTEGER NOT NULL,
    imported_at DATETIME NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE outbox_sendings (
    outbox_id INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_by TEXT,
    changed_at DATETIME NOT NULL,
    not_before DATETIME,
    reason TEXT,
    PRIMARY KEY (outbox_id),
    FOREIGN KEY(outbox_id) REFERENCES outbox (id) ON DELETE CASCADE
);
CREATE TABLE watchlist_keys (
    "key" TEXT NOT NULL,
    entry_id INTEGER NOT NULL,
    PRIMARY KEY ("key", entry_id),
    FOREIGN KEY(entry_id) REFERENCES watchlist_entries (id) ON DELETE CASCADE
);
