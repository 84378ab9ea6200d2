//! Writes TREC runs: six columns, topic, `Q0`, passage, rank, score and name of the run, for tools such as trec_eval.
//!
//! `search --format trec` writes its hits as a run of one topic; `eval --run` writes the answers of a whole evaluation.
//! The columns are separated by white space, so the ids written here hold none.

use std::io::{self, Write};

use super::safe_text::printable;
use crate::evaluation::Run;
use crate::search::Answer;

/// Writes hits as a TREC run of one topic, whose number is 1.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hits_trec(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    for hit in answer.hits() {
        let id: Vec<&str> = hit.record.id.split_whitespace().collect();
        let id = id.join("_");
        let (id, rank, score) = (printable(&id), hit.rank, hit.score);
        writeln!(out, "1 Q0 {id} {rank} {score:.6} xunzhang")?;
    }
    Ok(())
}

/// Writes the answers that one system gave to all topics of an evaluation.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_run_trec(out: &mut impl Write, run: &Run) -> io::Result<()> {
    for (topic, answers) in run.topics() {
        for (rank, answer) in (1..).zip(answers) {
            let passage: String = answer.passage.split_whitespace().collect();
            let (score, system) = (answer.score, run.system);
            writeln!(out, "{topic} Q0 {passage} {rank} {score} {system}")?;
        }
    }
    Ok(())
}
