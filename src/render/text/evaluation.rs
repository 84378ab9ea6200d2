//! Writes an evaluation as a table: a row for each system, a column for each measure.
//!
//! The measures are computed in `evaluation`; as JSON they are written in `render/json.rs`, and the answers themselves
//! in `render/trec.rs`.

use std::io::{self, Write};

use super::style::LABEL;
use crate::evaluation::{Evaluation, Measures};

/// Writes the table, its figures with four decimals.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_evaluation(out: &mut impl Write, evaluation: &Evaluation) -> io::Result<()> {
    let (system, ndcg, rr, recall) = ("system", "nDCG@10", "RR@10", "R@100");
    writeln!(
        out,
        "{LABEL}{system:<14}{ndcg:>8}{rr:>8}{recall:>8}{LABEL:#}"
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
