"""Letters the entity sends: written after the commit, in the reader's language, laid in a mailbox folder."""
