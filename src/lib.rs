//! 寻章 xunzhang: full-text search for Chinese government reports.
//!
//! District education bureaus publish a yearly work summary and plan. This crate reads them, segments them with
//! jieba, builds a tantivy index over their passages, and answers with ranked passages, each with its district, year and
//! section.
//!
//! # The map
//!
//! Two pipelines. Their stages are the modules, and the names read in the order the data flows:
//!
//! ```text
//! file bytes → corpus → report → ingest → index
//! query text → query → search → render
//! ```
//!
//! | module | from → to |
//! |---|---|
//! | [`corpus`] 语料 | a folder → [`corpus::SourceFile`] → [`corpus::SourceText`], a stream of [`corpus::Record`]s, or the [`corpus::Documents`] of one file |
//! | [`report`] 报告 | `SourceText` → [`report::Report`] {metadata, outline, passages, problems}; never fails |
//! | [`analysis`] 词元 | text → its folded form with a map back, and its words |
//! | [`index`] 索引 | passages → one atomic commit → [`index::Snapshot`] |
//! | [`ingest`] 入库 | files and what is said of them → an index brought up to them: an [`ingest::Update`] |
//! | [`query`] 检索式 | text → [`query::Query`] and [`query::Filter`] → what the index is asked |
//! | [`search`] 命中 | `Query` → [`search::SearchPage`] {total, hits, facets} |
//! | [`evaluation`] 评测 | topics and judgements → [`evaluation::Measures`] of this ranking and of two baselines |
//! | [`render`] 输出 | answers → terminal text, JSON Lines, CSV |
//!
//! Who may use whom: corpus, analysis → report → index → ingest, query → search → evaluation → render → the binary. A test reads the `use crate::`
//! lines and fails on an arrow that runs back.
//!
//! # Two ways to a passage
//!
//! The **words path** is tantivy's: jieba's words with their frequencies. It tells which
//! passages hold which words of a query. The **character path** is ours, a
//! component of tantivy's segments: where every two characters stand side by side in the folded text, and the texts
//! themselves. It finds every verbatim occurrence of any query of one character or more, in jieba's dictionary or not, so that a count is
//! that of a scan; and it ranks, by pairs of characters and a close reading of the best passages' texts.
//!
//! # Words
//!
//! | term | 中文 | meaning |
//! |---|---|---|
//! | report | 报告 | one source document |
//! | passage | 段落 | the unit indexed and returned: a paragraph as the author wrote it, soft-broken lines joined |
//! | section path | 章节路径 | the headings a passage stands under |
//! | run-in heading | | a numbered first sentence that goes on as text; part of its paragraph |
//! | topic | 主旨句 | a passage's short first sentence where it has no number of its own |
//! | district | 区县 | the unit that reports, at whatever level |
//! | report year, year | 年度 | the year a report's title claims; the year a passage speaks of |
//! | kind | 总结, 计划, 问题, 其他 | what a passage does |
//! | report kind | 文种 | 工作总结, 工作要点, 政府工作报告, … |
//! | tree | 语法树 | what a query with operators asks for; the language is described at the head of [`query`] |
//! | run | | bare words up to the next operator: one needle of an exact search |
//! | unit | | a part of a query that is looked up by itself: a word, or characters |
//! | topic, judgement, run | | a query of an evaluation; how relevant a passage is to it; what a system answered |
//! | hit | 命中 | a passage that matches, its score, and how it matched: verbatim, words, synonym, partial |
//! | family, synonym | 词族 | terms that stand for the same thing; another term of the family of one in the query |
//! | near-duplicate | | a hit whose text is nearly that of a better one, which names it: `also_in` |
//! | corrections | 更正 | what users say of a report in the place of what was read: `metadata.csv` and front matter |
//! | other paths | | where the same report lies besides |
//!
//! # Invariants
//!
//! - Reading a report and parsing a query never fail: they return a value and a list of problems or warnings.
//! - Only the binary ends the process or touches stdout and stderr; `render` writes into an `impl Write`.
//! - Only `analysis/segmenter.rs` names jieba. Only `index`, `query/lower.rs`, `search` and `analysis/tokenizer.rs` name tantivy.
//! - One analyzer serves indexing and querying. Its fingerprint is in the index's manifest; an index of another is refused.
//! - An offset that crosses a module boundary is a byte range into the original passage text.
//! - Verbatim means that `fold(passage)` contains `fold(query)`; folding's one definition is `analysis::fold`'s.

pub mod analysis;
pub mod corpus;
pub mod evaluation;
pub mod index;
pub mod ingest;
pub mod query;
pub mod render;
pub mod report;
pub mod search;
