//! An evaluation: a table of systems and measures, JSON Lines, and TREC runs.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json::write_json_line;
use crate::evaluation::{Evaluation, Measures, Run};

const HEADING: Style = AnsiColor::Cyan.on_default();

/// Writes a table: a row for each system, a column for each measure, four decimals.
///
/// # Errors
/// Where `out` refuses.
pub fn write_evaluation(out: &mut impl Write, evaluation: &Evaluation) -> io::Result<()> {
    let (system, ndcg, rr, recall) = ("system", "nDCG@10", "RR@10", "R@100");
    writeln!(
        out,
        "{HEADING}{system:<14}{ndcg:>8}{rr:>8}{recall:>8}{HEADING:#}"
    )?;
    for (run, measures) in &evaluation.systems {
        let Measures {
            ndcg_10,
            rr_10,
            recall_100,
        } = measures;
        let system = run.system;
        writeln!(
            out,
            "{system:<14}{ndcg_10:>8.4}{rr_10:>8.4}{recall_100:>8.4}"
        )?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Row<'a> {
    system: &'a str,
    #[serde(flatten)]
    measures: Measures,
    topics: usize,
}

/// Writes one object a line: the system, its measures by their names, and over how many topics they are means.
///
/// # Errors
/// Where `out` refuses.
pub fn write_evaluation_json(out: &mut impl Write, evaluation: &Evaluation) -> io::Result<()> {
    for (run, measures) in &evaluation.systems {
        let row = Row {
            system: run.system,
            measures: *measures,
            topics: evaluation.n_topics,
        };
        write_json_line(out, &row)?;
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
