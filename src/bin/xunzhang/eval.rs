//! The command `eval`: measures the ranking against relevance judgements, beside plain BM25.
//!
//! The measures are computed by `xunzhang::evaluation`. This file warns of topics and judgements that do not fit each
//! other, and writes the table and the TREC runs.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::arguments::EvalArgs;
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::terminal::say;
use xunzhang::evaluation::{Evaluation, EvaluationError, Qrels, evaluate, read_topics};
use xunzhang::index::Snapshot;
use xunzhang::render;

/// Evaluates the index on topics and judgements.
pub(crate) fn run(index_dir: &Path, args: &EvalArgs, out: &mut impl Write) -> CommandResult {
    let topics = read_topics(&args.topics)?;
    let qrels = Qrels::read(&args.qrels)?;
    if !topics.iter().any(|topic| qrels.has_topic(&topic.id)) {
        return Err(EvaluationError::Unrelated {
            topics: args.topics.clone(),
            qrels: args.qrels.clone(),
        }
        .into());
    }
    let evaluation = evaluate(
        &Snapshot::open(index_dir)?,
        &topics,
        &qrels,
        args.arrangement().as_ref(),
    )?;
    for (count, warning) in [
        (
            evaluation.n_unjudged,
            "topics are not judged and were not asked",
        ),
        (
            evaluation.n_not_asked,
            "judged topics are not among the topics and count 0",
        ),
        (
            evaluation.n_not_indexed,
            "relevant passages are not in the index",
        ),
    ] {
        if count > 0 {
            say(&format!("warning: {count} {warning}"));
        }
    }
    if let Some(run_dir) = &args.run {
        write_runs(&evaluation, run_dir)?;
    }
    match args.json {
        true => render::write_evaluation_json(out, &evaluation)?,
        false => render::write_evaluation(out, &evaluation)?,
    }
    out.flush()?;
    Ok(ExitStatus::Success)
}

/// Writes the answers of every system as a TREC run, `SYSTEM.run` in a folder.
fn write_runs(evaluation: &Evaluation, run_dir: &Path) -> Result<(), Failure> {
    for (run, _) in &evaluation.systems {
        let path = run_dir.join(format!("{}.run", run.system));
        let write = || -> io::Result<()> {
            fs::create_dir_all(run_dir)?;
            let mut file = BufWriter::new(File::create(&path)?);
            render::write_run_trec(&mut file, run)?;
            file.flush()
        };
        write().map_err(|error| {
            Failure::usage(
                &format!("cannot write {}: {error}", path.display()),
                "name a folder that can be written to: `--run DIR`",
            )
        })?;
    }
    Ok(())
}
