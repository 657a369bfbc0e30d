"""Writing content in the app: drafts that are never lost, saving that never breaks what students see, and rehearsing an item."""
