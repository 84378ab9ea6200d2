//! Runs the built program as a user does, in a folder of its own with an index of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The time after which a command counts as hung; none of these tests takes nearly as long.
const LIMIT: Duration = Duration::from_secs(120);

/// A temporary folder that the program runs in.
pub(crate) struct Place {
    dir: tempfile::TempDir,
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit status.
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// Makes an empty folder.
    pub(crate) fn new() -> Place {
        let dir = tempfile::tempdir().unwrap();
        Place { dir }
    }

    /// Makes a folder with the two reports [`QINGHE`] and [`DONGYAN`] in `corpus/`, and no index yet.
    pub(crate) fn with_reports() -> Place {
        let place = Place::new();
        place.write("corpus/青禾区2023.txt", QINGHE);
        place.write("corpus/东堰区2022.txt", DONGYAN);
        place
    }

    /// Returns a path in it.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, and makes the folders that it lies in.
    pub(crate) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Returns a command that will run in it.
    pub(crate) fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xunzhang"));
        command.current_dir(self.dir.path());
        for name in ["XUNZHANG_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program to its end.
    #[track_caller]
    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        let mut command = self.command();
        command.args(args);
        let output = assert_cmd::Command::from_std(command)
            .timeout(LIMIT)
            .output()
            .unwrap();
        Run::of(output)
    }

    /// Runs the program and fails unless the exit status is `code`.
    #[track_caller]
    pub(crate) fn expect<A: AsRef<OsStr>>(
        &self,
        code: i32,
        args: impl IntoIterator<Item = A>,
    ) -> Run {
        let run = self.run(args);
        assert_eq!(run.code, code, "{run:#?}");
        run
    }

    /// Returns the total of `search --exact`, with more arguments after the query.
    #[track_caller]
    pub(crate) fn exact_total(&self, query: &str, more: &[&str]) -> u64 {
        let args = ["search", "--exact", "--json", "--summary", query];
        let run = self.run(args.iter().chain(more));
        assert!(run.code <= 1, "{run:#?}");
        run.json()[0]["total"].as_u64().unwrap()
    }
}

impl Run {
    /// Takes the output of a process; fails where the process was killed.
    #[track_caller]
    pub(crate) fn of(output: std::process::Output) -> Run {
        let err = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code();
        Run {
            code: code.unwrap_or_else(|| panic!("killed, {}: {err}", output.status)),
            out: String::from_utf8(output.stdout).unwrap(),
            err,
        }
    }

    /// Parses stdout as JSON Lines.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        let lines = self.out.lines();
        let values = lines.map(|line| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}\n{self:#?}"))
        });
        values.collect()
    }

    /// Fails unless the run ended in an error: status 2, a line `error:` that holds `message`, and a line `hint:` that holds `hint`.
    #[track_caller]
    pub(crate) fn is_error(&self, message: &str, hint: &str) {
        assert_eq!(self.code, 2, "{self:#?}");
        let line = |start: &str| self.err.lines().find(|line| line.starts_with(start));
        let said = line("error: ").unwrap_or_else(|| panic!("no error: line in {self:#?}"));
        assert!(said.contains(message), "{said}");
        if !hint.is_empty() {
            let said = line("hint: ").unwrap_or_else(|| panic!("no hint: line in {self:#?}"));
            assert!(said.contains(hint), "{said}");
        }
        self.is_tame();
    }

    /// Fails where the program printed a character that steers a terminal, or a backtrace.
    #[track_caller]
    pub(crate) fn is_tame(&self) {
        for text in [&self.out, &self.err] {
            let wild = text.chars().find(|&c| c != '\n' && c.is_control());
            assert_eq!(wild, None, "{self:#?}");
            assert!(
                !text.contains("panicked") && !text.contains("RUST_BACKTRACE"),
                "{self:#?}"
            );
        }
    }
}

/// A report of an invented district; 区管校聘 stands in one passage.
pub(crate) const QINGHE: &str = "青禾区2023年教育工作总结

一、队伍建设
（一）推进轮岗。全年一百二十名教师到新的岗位任教，“区管校聘”走深走实。
（二）关心教师。为乡村教师修建周转房四十套，添置取暖设备。
二、存在的问题
优质学位供给仍显不足，个别学校班额偏大。
";

/// A report of another invented district; 区管校聘 stands in a heading and in a passage.
pub(crate) const DONGYAN: &str = "东堰区2022年教育工作要点

一、办好课后服务
丰富课后服务内容，每校至少开设十门兴趣课程。
二、深化区管校聘改革
扩大区管校聘试点学校的范围，年内覆盖全部初中。
";

/// How many passages of the two reports hold 区管校聘.
pub(crate) const N_HITS: u64 = 3;
