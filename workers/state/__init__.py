"""What the workers remember: the database, the ledger of done jobs, the documents."""
