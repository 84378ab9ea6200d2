//! The command `eval`: files of topics and judgements → a table, and runs where they are asked for.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::failure::{Failure, Found, Outcome};
use crate::terminal::say;
use xunzhang::evaluation::{EvaluationError, Qrels, evaluate, read_topics};
use xunzhang::index::Snapshot;
use xunzhang::render;

pub(crate) fn eval(
    dir: &Path,
    topics_path: &Path,
    qrels_path: &Path,
    json: bool,
    run_dir: Option<&Path>,
    out: &mut impl Write,
) -> Outcome {
    let topics = read_topics(topics_path)?;
    let qrels = Qrels::read(qrels_path)?;
    if !topics.iter().any(|topic| qrels.has_topic(&topic.id)) {
        return Err(EvaluationError::Unrelated {
            topics: topics_path.to_path_buf(),
            qrels: qrels_path.to_path_buf(),
        }
        .into());
    }
    let evaluation = evaluate(&Snapshot::open(dir)?, &topics, &qrels)?;
    for (count, what) in [
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
            say(&format!("warning: {count} {what}"));
        }
    }
    if let Some(run_dir) = run_dir {
        for (run, _) in &evaluation.systems {
            let path = run_dir.join(format!("{}.run", run.system));
            let written = || -> io::Result<()> {
                fs::create_dir_all(run_dir)?;
                let mut file = BufWriter::new(File::create(&path)?);
                render::write_run_trec(&mut file, run)?;
                file.flush()
            };
            written().map_err(|error| {
                Failure::usage(
                    &format!("cannot write {}: {error}", path.display()),
                    "name a folder that can be written to: `--run DIR`",
                )
            })?;
        }
    }
    match json {
        true => render::write_evaluation_json(out, &evaluation)?,
        false => render::write_evaluation(out, &evaluation)?,
    }
    out.flush()?;
    Ok(Found::Some)
}
