//! The commands of README work as they are written, and what it says of them is true.
//!
//! Each is run on the sample reports, with an index of its own.

use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;

const README: &str = include_str!("../../README.md");

/// Returns the commands of README, which are the indented lines outside its fenced blocks.
fn commands() -> Vec<&'static str> {
    let outside_fences = README.split("```").step_by(2);
    let lines = outside_fences.flat_map(str::lines);
    lines.filter_map(|line| line.strip_prefix("    ")).collect()
}

/// Returns the arguments of a command that runs the program; `None` for cargo's own commands.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let of_program = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("xunzhang "))?;
    Some(of_program.split_whitespace().collect())
}

fn run(arguments: &[&str], index: &Path) -> Output {
    Command::new(cargo_bin("xunzhang"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("XUNZHANG_INDEX", index)
        .output()
        .unwrap()
}

#[test]
fn every_command_of_the_readme_finds_something() {
    let index = tempfile::tempdir().unwrap();
    let mut n_run = 0;
    for command in commands() {
        let Some(arguments) = arguments(command) else {
            assert!(
                ["cargo test", "cargo bench", "cargo install --path ."]
                    .iter()
                    .any(|known| command.starts_with(known)),
                "{command} is no command that this test knows"
            );
            continue;
        };
        let output = run(&arguments, index.path());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {stderr}");
        n_run += 1;
    }
    assert!(n_run >= 8, "only {n_run} commands were found");
}

#[test]
fn the_example_is_what_the_search_prints() {
    let index = tempfile::tempdir().unwrap();
    let (_, after) = README.split_once("## What a search looks like").unwrap();
    let command = after
        .lines()
        .find_map(|line| line.strip_prefix("    "))
        .unwrap();
    let (_, block) = after.split_once("```text\n").unwrap();
    let (example, _) = block.split_once("```").unwrap();
    let output = run(&arguments(command).unwrap(), index.path());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.trim_end(), example.trim_end());
}

#[test]
fn the_readme_names_every_command() {
    let help = run(&["--help"], Path::new("index"));
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty());
    for name in names.filter_map(|line| line.split_whitespace().next()) {
        assert!(
            name == "help" || README.contains(&format!("| `{name}")),
            "{name}"
        );
    }
}
