//! The grammar of law, pure: article numbers, structure, citations, editions, alignment of two texts.
