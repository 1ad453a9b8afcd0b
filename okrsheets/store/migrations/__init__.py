"""The steps that bring a database to the current schema, oldest first; run by `okrsheets.store`."""
