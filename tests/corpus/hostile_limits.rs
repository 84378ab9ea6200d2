//! A file that was made to break its reader costs the program bounded time and memory.
//!
//! Each of the files of `traps.rs` is indexed by a process of its own; what it cost and what the program said is printed. Only
//! Linux tells how much memory another process holds.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::shared::program::Place;
use crate::traps::{Trap, traps};

/// The writer holds up to 240 MB, and the largest file that is read whole has 256 MB, which a library may hold twice.
const MAX_PEAK_MB: u64 = 1_000;

/// Real times are at most a tenth of this; the rest is for machines with other work.
const MAX_TIME: Duration = Duration::from_secs(60);

const GOOD: &str =
    "青禾区2022年教育工作总结\n一、主要成效\n推进县管校聘改革，教师交流轮岗一百余人。\n";

/// What a run of the program cost.
struct Cost {
    elapsed: Duration,
    peak_mb: u64,
    says: String,
}

/// Indexes a folder in a process of its own.
fn index(place: &Place, folder: &str) -> Cost {
    let began = Instant::now();
    let log = fs::File::create(place.path("log")).unwrap();
    let mut child = place
        .command()
        .args(["index", folder])
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    while child.try_wait().unwrap().is_none() {
        peak_kb = peak_kb.max(peak_of(&status));
        assert!(
            began.elapsed() < 2 * MAX_TIME,
            "{folder} hangs: {:?}",
            child.kill()
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    let says = fs::read_to_string(place.path("log")).unwrap();
    Cost {
        elapsed: began.elapsed(),
        peak_mb: peak_kb / 1024,
        says,
    }
}

/// The most memory that a process has held so far, in kilobytes; 0 where it is gone.
fn peak_of(status: &str) -> u64 {
    let status = fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    number.unwrap_or(0)
}

/// Indexes one trap and prints its row. Returns what is wrong with it, if anything is.
fn spring(trap: &Trap) -> Option<String> {
    let place = Place::new();
    fs::create_dir(place.path("corpus")).unwrap();
    trap.set(&place.path("corpus"));
    let cost = index(&place, "corpus");
    let said = cost.says.lines().find(|line| line.contains(trap.says));
    let said = said.unwrap_or(&cost.says).trim();
    let shown: String = said.chars().take(150).collect();
    println!(
        "{:<18} | {:>5.1} s | {:>4} MB | {shown}",
        trap.name,
        cost.elapsed.as_secs_f64(),
        cost.peak_mb
    );
    let is_said = cost.says.contains(trap.says) && !cost.says.contains("panicked");
    let is_cheap = cost.peak_mb < MAX_PEAK_MB && cost.elapsed < MAX_TIME;
    (!is_said || !is_cheap).then(|| format!("{}: {}", trap.name, cost.says))
}

#[test]
fn a_file_that_is_a_trap_costs_little_and_says_so() {
    let good = Trap::of("good.txt", "1 file in the index", || GOOD.into());
    let wrong: Vec<String> = std::iter::once(good)
        .chain(traps())
        .filter_map(|trap| spring(&trap))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_that_fails_never_stops_the_others() {
    let place = Place::new();
    place.write("corpus/good.txt", GOOD);
    place.write("corpus/\u{1b}[31mname\n.txt", "控制字符的文件名也读。");
    place.write(not_utf8("corpus/名"), "文件名不是文字编码也读。");
    let all = traps();
    for trap in &all {
        trap.set(&place.path("corpus"));
    }
    let before = fs::read_dir(place.path(".")).unwrap().count();
    let cost = index(&place, "corpus");
    println!(
        "all together | {:.1} s | {} MB",
        cost.elapsed.as_secs_f64(),
        cost.peak_mb
    );
    assert!(cost.peak_mb < 2 * MAX_PEAK_MB, "{} MB", cost.peak_mb);
    for trap in all.iter().filter(|trap| !is_read(trap)) {
        assert!(
            cost.says.contains(trap.name),
            "{} in {}",
            trap.name,
            cost.says
        );
    }
    assert!(!cost.says.contains('\u{1b}'), "{}", cost.says);
    // The run has made nothing but the index and the log.
    assert_eq!(fs::read_dir(place.path(".")).unwrap().count(), before + 2);
    for (query, found) in [
        ("县管校聘", "good.txt"),
        ("控制字符", "name"),
        ("文字编码", "名"),
    ] {
        let hit = place.run(["search", "--exact", "--json", query]);
        assert!(hit.out.contains(found), "{query}: {}", hit.out);
    }
}

/// Says whether the program indexes some of this trap all the same.
fn is_read(trap: &Trap) -> bool {
    ["1 file in the index", "1 with problems"].contains(&trap.says)
}

fn not_utf8(start: &str) -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt;
    let mut name = start.as_bytes().to_vec();
    name.extend(b"\xFF\xFE.txt");
    std::ffi::OsString::from_vec(name)
}
