//! 寻章 xunzhang: full-text search for Chinese government reports. This file is the map of the crate.
//!
//! District education bureaus publish a yearly work summary and plan. This crate reads them, segments them with jieba, builds a tantivy
//! index over their passages, and answers with ranked passages, each with its district, year and section.
//!
//! # The map
//!
//! There are two pipelines. Their stages are the modules, and the names read in the order in which the data flows:
//!
//! ```text
//! files      → corpus → report → ingest → index
//! query text → query → matching → ranking → search → render
//! ```
//!
//! | module | from → to | to change … look here |
//! |---|---|---|
//! | [`corpus`] 语料 | a folder → [`corpus::SourceFile`] → [`corpus::SourceText`], or passages that were cut elsewhere | formats, encodings, settings files |
//! | [`report`] 报告 | `SourceText` → [`report::Report`] {metadata, outline, passages, problems}; never fails | how a report is read: places, years, headings, kinds |
//! | [`analysis`] 词元 | text → its folded form with a map back, and its words | what counts as the same text |
//! | [`index`] 索引 | passages → one atomic commit → [`index::Snapshot`] | what is stored: columns, postings, the character path |
//! | [`ingest`] 入库 | files → an index brought up to them, an [`ingest::Update`] | updates, duplicates, freshness |
//! | [`query`] 检索式 | text → [`query::Query`], a syntax tree, and [`query::Filter`] | operators and fields |
//! | [`matching`] 匹配 | `Query` × `Snapshot` → [`matching::Plan`] → passages, fed to a [`matching::Collector`] | which passages match; counts and tables |
//! | [`ranking`] 排序 | candidates → rescored → arranged into a page | the order of hits; all weights |
//! | [`search`] 命中 | `Query` → [`search::Answer`] {counts, groups of hits, facets, warnings, suggestions} | what a hit carries; snippets; suggestions |
//! | [`evaluation`] 评测 | topics and judgements → [`evaluation::Measures`] of this ranking and of two baselines | measures |
//! | [`render`] 输出 | answers → terminal text, JSON Lines, CSV, TREC runs | how an answer is written |
//!
//! The program is `src/bin/xunzhang/`: its arguments, one file a command, and what a failed command says.
//!
//! corpus and analysis are used by report, report by index, index by ingest and by query; query by matching, then ranking, then search,
//! then evaluation, then render, then the program. `tests/house` reads the `use` lines and fails on an arrow that runs back, and on a circle between
//! the files of a stage.
//!
//! # Two ways to a passage
//!
//! The **words path** is tantivy's: jieba's words with their frequencies. It tells which passages hold which words of a query. The **character
//! path** is ours, a component of tantivy's segments: where every two characters stand side by side in the folded text, and the texts
//! themselves. It finds every verbatim occurrence of any query of one character or more, in jieba's dictionary or not, so that a count is that of a
//! scan; and it serves ranking, by pairs of characters and a close reading of the best passages' texts.
//!
//! # Words
//!
//! | term | 中文 | meaning |
//! |---|---|---|
//! | report | 报告 | one source document |
//! | passage | 段落 | the unit indexed and returned: a paragraph as the author wrote it, soft-broken lines joined |
//! | document | | a passage as its segment numbers it, as in tantivy |
//! | section path | 章节路径 | the headings that a passage stands under |
//! | run-in heading | | a numbered first sentence that continues as text; it is the heading, and the whole paragraph is the passage |
//! | topic sentence | 主旨句 | a passage's short first sentence where it has no number of its own |
//! | district | 区县 | the unit that reports, at whatever level |
//! | report year, year | 报告年度, 年度 | the year that a report's title claims; the year that a passage speaks of |
//! | kind | 总结, 计划, 问题, 其他 | what a passage does |
//! | report kind | 文种 | 工作总结, 工作要点, 政府工作报告, … |
//! | tree | 语法树 | what a query with operators asks for; the language is described at the head of [`query`] |
//! | bare words | | words typed without operators, up to the next operator; an exact search asks for each of them |
//! | query term | 词项 | what is looked up by itself: a word, or characters that stand side by side |
//! | pair | | two characters that stand side by side in the query |
//! | intent | | a year, a place or a kind of report that the query names and columns hold |
//! | hit | 命中 | a passage that matches, its score, and how it matches: verbatim, words, synonym, partial |
//! | evidence | | a place in a hit's text that holds a part of the query, and how rare that part is |
//! | material | 素材 | hits put under their sections for a document, with their sources |
//! | occurrence | 出现 | one place in a passage where the query stands |
//! | family, synonym | 词族 | terms that mean the same; another term of the family of one in the query |
//! | near-duplicate | | a hit whose text is nearly that of a better one, which names it: `also_in` |
//! | corrections | 更正 | what users put in the place of what was read: `metadata.csv` and front matter |
//! | other paths | | other places where the same report lies |
//! | topic, judgement, run | | a query of an evaluation; how relevant a passage is to it; what a system answered |
//!
//! # Invariants
//!
//! - Reading a report and parsing a query never fail: they return a value and a list of problems or warnings.
//! - Only the binary ends the process or touches stdout and stderr; `render` writes into an `impl Write`. A panic over one file is that file's
//!   problem, and does not end a run.
//! - Only `analysis/segmenter.rs` names jieba. Only `index`, `matching`, `ranking` and `analysis/tokenizer.rs` name tantivy. Nothing outside
//!   `index` names a column by a string or reaches into a segment reader.
//! - One analyzer serves indexing and querying. Its fingerprint is in the index's manifest; an index of another is refused.
//! - A [`index::Snapshot`] is immutable and may be shared by threads.
//! - An offset that crosses a module boundary is a byte range into the original passage text.
//! - Verbatim means that `fold(passage)` contains `fold(query)`; folding's one definition is [`analysis::fold`]'s.
//! - Nothing walks the index a second time for the same question: a query is planned once, and one walk feeds all collectors.

pub mod analysis;
pub mod corpus;
pub mod evaluation;
pub mod index;
pub mod ingest;
pub mod matching;
pub mod query;
pub mod ranking;
pub mod render;
pub mod report;
pub mod search;
