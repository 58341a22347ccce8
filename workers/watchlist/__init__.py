"""The watchlist (cekal): its entries, and who on it an applicant resembles."""
