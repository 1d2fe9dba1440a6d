//! Parties to entities and links: who is who, and who is related.
