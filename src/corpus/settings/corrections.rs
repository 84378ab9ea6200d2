//! The table of corrections (更正), in which users correct the metadata that were read from their reports.
//!
//! Input: `metadata.csv` at the top of a folder, with a column of paths or patterns, and a column for each field to correct. Output: for
//! each file the [`StatedField`]s that take precedence over what it says. An empty cell states nothing; `-` states that the field is empty.
//! `reports --format csv` writes such a table. `report` judges whether a value makes sense.

use std::collections::BTreeMap;
use std::ops::Bound;

use glob::Pattern;

use super::setting_file::{self, CORRECTIONS};
use super::stated_field::{MetadataField, StatedField, plain_name};
use crate::corpus::delimiter::delimiter;
use crate::corpus::hash::Hash;
use crate::corpus::left_out::LeftOut;
use crate::corpus::limits::MAX_TEXT_BYTES;
use crate::corpus::source_file::SourceFile;
use crate::corpus::source_text::SourceText;

/// The rule in the evidence of a field that is stated here.
const RULE: &str = "the table of corrections, metadata.csv";

/// The names that the column of paths may have.
const PATH_NAMES: &[&str] = &["path", "file", "路径", "文件", "文件路径"];

/// The columns of `reports --format csv` that correct nothing.
const OTHER_NAMES: &[&str] = &["passages", "problems", "other_paths"];

/// The rows of all tables of corrections.
#[derive(Debug, Default)]
pub struct Corrections {
    rows: Vec<CorrectionRow>,
    /// The indices of the rows of each path, by the name that the file would have.
    by_name: BTreeMap<String, Vec<usize>>,
    /// The patterns, each with the index of its row.
    patterns: Vec<(Pattern, usize)>,
}

/// A row of a table: what it states of the files of a path.
#[derive(Debug)]
struct CorrectionRow {
    table: String,
    line: u32,
    path: String,
    stated: Vec<StatedField>,
}

impl Corrections {
    /// Reads the tables among `settings`; what is wrong in them is listed.
    pub fn read(settings: &[SourceFile]) -> (Corrections, Vec<LeftOut>) {
        let mut corrections = Corrections::default();
        let read = |table: &SourceFile, text: &str, wrong: &mut Vec<String>| {
            if let Err(reason) = corrections.read_table(table, text, wrong) {
                wrong.push(reason);
            }
        };
        let left_out = setting_file::read_each(settings, CORRECTIONS, MAX_TEXT_BYTES, "rows", read);
        (corrections, left_out)
    }

    fn read_table(
        &mut self,
        table: &SourceFile,
        text: &str,
        wrong: &mut Vec<String>,
    ) -> Result<(), String> {
        let mut rows = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter(text.as_bytes()))
            .from_reader(text.as_bytes());
        let headers = rows.headers().map_err(|error| error.to_string())?.clone();
        let is_path = |name: &str| {
            PATH_NAMES
                .iter()
                .any(|path| plain_name(path) == plain_name(name))
        };
        let path_at = headers
            .iter()
            .position(is_path)
            .ok_or("no column is named path, so it is not known which files its rows correct")?;
        let fields: Vec<Option<MetadataField>> = headers.iter().map(MetadataField::named).collect();
        for (name, field) in headers.iter().zip(&fields) {
            let is_known = field.is_some()
                || is_path(name)
                || name.trim().is_empty()
                || OTHER_NAMES.contains(&name);
            if !is_known {
                wrong.push(format!(
                    "its column '{name}' is no field, and is passed over"
                ));
            }
        }
        let folder = table.name.strip_suffix(CORRECTIONS).unwrap_or_default();
        for row in rows.records() {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    wrong.push(error.to_string());
                    continue;
                }
            };
            let line = row.position().map_or(0, |position| position.line());
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            let cells = row.iter().zip(&fields);
            let stated: Vec<StatedField> = cells
                .filter(|(cell, _)| !cell.trim().is_empty())
                .filter_map(|(cell, field)| {
                    Some(StatedField {
                        field: (*field)?,
                        value: plain_cell(cell).to_owned(),
                        line,
                        rule: RULE,
                    })
                })
                .collect();
            let path = plain_cell(row.get(path_at).unwrap_or_default());
            let path = path.replace('\\', "/");
            if path.is_empty() {
                if !stated.is_empty() {
                    wrong.push(format!("line {line}: it names no file"));
                }
                continue;
            }
            self.add(table, folder, line, path, stated);
        }
        Ok(())
    }

    fn add(
        &mut self,
        table: &SourceFile,
        folder: &str,
        line: u32,
        path: String,
        stated: Vec<StatedField>,
    ) {
        let at = self.rows.len();
        let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
        // A path is the name of a file in a listing, or relative to the table's own folder.
        let names = [path.clone(), format!("{folder}{path}")];
        if path.contains(['*', '?']) {
            let patterns = names.iter().filter_map(|name| Pattern::new(name).ok());
            self.patterns.extend(patterns.map(|pattern| (pattern, at)));
        }
        for name in names {
            let rows = self.by_name.entry(name).or_default();
            if rows.last() != Some(&at) {
                rows.push(at);
            }
        }
        self.rows.push(CorrectionRow {
            table: table.name.clone(),
            line,
            path,
            stated,
        });
    }

    /// Reads the tables of the folders that a file lies in.
    pub fn around(file: &SourceFile) -> (Corrections, Vec<LeftOut>) {
        let current = std::env::current_dir().ok();
        let paths = file.path.ancestors().skip(1);
        let tables = paths.filter_map(|folder| {
            let path = folder.join(CORRECTIONS);
            let metadata = path.metadata().ok().filter(|metadata| metadata.is_file())?;
            Some(SourceFile::new(&path, &metadata, current.as_deref()))
        });
        let mut tables: Vec<SourceFile> = tables.collect();
        tables.sort_by(|a, b| a.name.cmp(&b.name));
        Corrections::read(&tables)
    }

    /// Puts the corrections of a text before what is stated of it elsewhere.
    pub fn applied_to(&self, mut text: SourceText) -> SourceText {
        let corrected = self.of(&text.name).cloned();
        text.stated = corrected.chain(text.stated).collect();
        text
    }

    /// Returns what is stated of the report of a path; of several values of one field the first counts. Rows that name the path come before
    /// those of patterns, and upper rows before lower ones.
    pub fn of(&self, path: &str) -> impl Iterator<Item = &StatedField> {
        let named = self.by_name.get(path).into_iter().flatten().copied();
        let matched = self
            .patterns
            .iter()
            .filter(move |(pattern, _)| is_of(pattern, path));
        let rows = named.chain(matched.map(|(_, at)| *at));
        rows.flat_map(|at| &self.rows[at].stated)
    }

    /// Returns a number made of all that is stated of a file and of what it holds.
    pub fn fingerprint_of(&self, file: &str) -> u64 {
        let mut hash = Hash::new();
        let inside = self.inside(file).flat_map(|(_, rows)| rows);
        let inside = inside.flat_map(|&at| &self.rows[at].stated);
        for stated in self.of(file).chain(inside) {
            hash.add(stated.field.name().as_bytes());
            hash.add(b"=");
            hash.add(stated.value.as_bytes());
            hash.add(b"\n");
        }
        hash.value()
    }

    /// Lists the rows that correct none of the files.
    pub fn unused(&self, files: &[SourceFile]) -> Vec<LeftOut> {
        let mut is_used = vec![false; self.rows.len()];
        for file in files {
            let inside = self.inside(&file.name).flat_map(|(_, rows)| rows);
            let named = self.by_name.get(&file.name).into_iter().flatten();
            named.chain(inside).for_each(|&at| is_used[at] = true);
            for (pattern, at) in &self.patterns {
                is_used[*at] |= is_of(pattern, &file.name);
            }
        }
        let mut by_table: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (row, _) in self
            .rows
            .iter()
            .zip(is_used)
            .filter(|(_, is_used)| !is_used)
        {
            let reason = format!("line {}: no file is named '{}'", row.line, row.path);
            by_table.entry(&row.table).or_default().push(reason);
        }
        let listed = by_table
            .into_iter()
            .flat_map(|(table, reasons)| setting_file::listed(table, reasons, "rows"));
        listed.collect()
    }

    /// Returns the rows that name what a file holds: a member of an archive, or a row of a table.
    fn inside(&self, file: &str) -> impl Iterator<Item = (&String, &Vec<usize>)> {
        let after = (Bound::Excluded(file), Bound::Unbounded);
        let longer = self.by_name.range::<str, _>(after);
        let longer = longer.take_while(move |(name, _)| name.starts_with(file));
        longer.filter(move |(name, _)| name[file.len()..].starts_with(['/', ':']))
    }
}

/// Tells whether a path matches a pattern, in which `*` stands for anything within one folder and `**` for folders.
fn is_of(pattern: &Pattern, path: &str) -> bool {
    let options = glob::MatchOptions {
        require_literal_separator: true,
        ..glob::MatchOptions::new()
    };
    pattern.matches_with(path, options)
}

/// Returns a cell without the `'` that keeps a spreadsheet from taking it for a formula.
fn plain_cell(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn table(text: &[u8]) -> (Corrections, Vec<LeftOut>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CORRECTIONS);
        std::fs::write(&path, text).unwrap();
        Corrections::read(&[file(&path, "corpus/metadata.csv", text.len())])
    }

    fn file(path: &Path, name: &str, n_bytes: usize) -> SourceFile {
        SourceFile {
            path: path.to_path_buf(),
            name: name.to_owned(),
            n_bytes: n_bytes as u64,
            modified: None,
        }
    }

    fn stated(corrections: &Corrections, path: &str) -> Vec<String> {
        let stated = corrections.of(path);
        stated
            .map(|stated| format!("{} {}", stated.field.name(), stated.value))
            .collect()
    }

    #[test]
    fn a_row_is_of_a_path_as_listed_or_in_the_folder_of_the_table() {
        let (corrections, wrong) = table(
            "\u{feff}path,district,report_year,passages\ncorpus/a.txt,青禾区,,7\nb/c.txt,,2021,\n"
                .as_bytes(),
        );
        assert_eq!(wrong, []);
        assert_eq!(stated(&corrections, "corpus/a.txt"), ["district 青禾区"]);
        assert_eq!(stated(&corrections, "corpus/b/c.txt"), ["report_year 2021"]);
        assert!(stated(&corrections, "corpus/c.txt").is_empty());
    }

    #[test]
    fn a_row_that_names_a_file_comes_before_one_of_a_pattern() {
        let (corrections, _) =
            table("文件,区县,年度\n青禾区/*.txt,青禾区,2020\n青禾区/b.txt,,2021\n".as_bytes());
        assert_eq!(
            stated(&corrections, "corpus/青禾区/b.txt"),
            ["report_year 2021", "district 青禾区", "report_year 2020"]
        );
        assert!(stated(&corrections, "corpus/青禾区/x/b.txt").is_empty());
    }

    #[test]
    fn a_table_that_excel_saved_is_read() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("path;区县\na.txt;青禾区\n");
        let (corrections, wrong) = table(&bytes);
        assert_eq!(
            (stated(&corrections, "corpus/a.txt"), wrong),
            (vec!["district 青禾区".to_owned()], vec![])
        );
    }

    #[test]
    fn what_is_wrong_names_its_line() {
        let (corrections, wrong) = table("path,颜色\n,x\nno.txt,y\n".as_bytes());
        assert_eq!(
            wrong[0].reason,
            "its column '颜色' is no field, and is passed over"
        );
        assert_eq!(
            corrections.unused(&[])[0].reason,
            "line 3: no file is named 'no.txt'"
        );
        let (_, wrong) = table("区县\n青禾区\n".as_bytes());
        assert!(wrong[0].reason.starts_with("no column is named path"));
    }

    #[test]
    fn a_value_changes_the_fingerprint_and_its_line_does_not() {
        let (one, _) = table("path,区县\na.txt,青禾区\n".as_bytes());
        let (other, _) = table("path,区县\nb.txt,白榆县\na.txt,青禾区\n".as_bytes());
        let (third, _) = table("path,区县\na.txt,白榆县\na.zip/b.txt,白榆县\n".as_bytes());
        let of = |corrections: &Corrections, name: &str| corrections.fingerprint_of(name);
        assert_eq!(of(&one, "corpus/a.txt"), of(&other, "corpus/a.txt"));
        assert_ne!(of(&one, "corpus/a.txt"), of(&third, "corpus/a.txt"));
        assert_ne!(of(&one, "corpus/a.zip"), of(&third, "corpus/a.zip"));
    }
}
