//! 词元: text → tokens with byte ranges into the original.
//!
//! Input: a text. Output: its folded form with a map back, and its words. Refuses to know reports and the index.
