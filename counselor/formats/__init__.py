"""How days and numbers are written, by language: where a language writes them unlike the formats the code names."""
