//! TREC runs: six columns parted by blanks.

use std::io::{self, Write};

use super::safe_text::shown;
use crate::evaluation::Run;
use crate::search::Hit;

/// Writes hits as a TREC run of one topic: topic, `Q0`, id, rank, score, name of the run.
///
/// # Errors
/// Where `out` refuses.
pub fn write_trec(out: &mut impl Write, hits: &[Hit]) -> io::Result<()> {
    for hit in hits {
        // The format is of columns parted by white space, so an id may hold none.
        let id: String = hit
            .record
            .id
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("_");
        writeln!(
            out,
            "1 Q0 {} {} {:.6} xunzhang",
            shown(&id),
            hit.rank,
            hit.score
        )?;
    }
    Ok(())
}

/// Writes a TREC run, a line for each answer: topic, `Q0`, passage, rank, score, system.
///
/// # Errors
/// Where `out` refuses.
pub fn write_run(out: &mut impl Write, run: &Run) -> io::Result<()> {
    for (topic, answers) in run.topics() {
        for (rank, answer) in (1..).zip(answers) {
            // A run's columns end at white space, so an id must hold none.
            let passage: String = answer.passage.split_whitespace().collect();
            let (score, system) = (answer.score, run.system);
            writeln!(out, "{topic} Q0 {passage} {rank} {score} {system}")?;
        }
    }
    Ok(())
}
