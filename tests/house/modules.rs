//! Finds out from the source which file uses which, by following every import and path to the file that defines the name.
//!
//! The files of `src/` go in, [`Arrow`]s between files come out, each with the line that draws it. A name that a module only
//! re-exports leads to the file that defines it. `circles.rs` looks for circles among the arrows.

use std::collections::{BTreeMap, BTreeSet};

use crate::tokens::{Kind, Token, code_of};

/// A module's path from the root of the library; that of the program's modules starts with [`BINARY`].
type ModulePath = Vec<String>;

/// The stage that the files of the program itself make up.
pub(crate) const BINARY: &str = "bin";

/// A file of source code.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Its path under the folder that was read, with `/` between its parts.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// The path of the module that the file is.
    fn module(&self) -> ModulePath {
        let stem = self.name.trim_end_matches(".rs");
        let (folder, stem) = match stem.strip_prefix("bin/xunzhang/") {
            Some(stem) => (Some(BINARY), stem),
            None => (None, stem),
        };
        let parts = folder.into_iter().chain(stem.split('/'));
        parts
            .filter(|part| !["mod", "lib", "main"].contains(part))
            .map(String::from)
            .collect()
    }
}

/// One file uses another.
#[derive(Debug, Clone)]
pub(crate) struct Arrow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) line: usize,
    /// The path as it is written.
    pub(crate) path: String,
}

/// A name that a `use` line brings into a module.
#[derive(Debug, Clone)]
struct Import {
    path: Vec<String>,
    /// The name by which the module knows it, `*` for all of them.
    name: String,
    is_public: bool,
    line: usize,
}

/// A module of the tree.
#[derive(Debug, Default)]
struct Module {
    file: usize,
    imports: Vec<Import>,
    defined: BTreeSet<String>,
    /// The paths in its code, outside of imports.
    mentions: Vec<(Vec<String>, usize)>,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Module(ModulePath),
    /// An item that this file defines.
    ItemOf(usize),
}

/// All modules of the library and of the program.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    modules: BTreeMap<ModulePath, Module>,
}

impl Modules {
    /// Reads all files.
    pub(crate) fn of(files: &[SourceFile]) -> Modules {
        let mut modules = Modules::default();
        for (file, source) in files.iter().enumerate() {
            modules.read(file, source.module(), &code_of(&source.text));
        }
        modules
    }

    fn read(&mut self, file: usize, path: ModulePath, tokens: &[Token]) {
        self.modules.entry(path.clone()).or_default().file = file;
        let mut inside = path;
        let mut depth = 0;
        // The depths at which the modules written in place open.
        let mut opened = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let (before, rest) = (&tokens[..at], &tokens[at..]);
            at += 1;
            match rest {
                [word, name, open, ..] if word.is("mod") && open.is("{") => {
                    inside.push(name.text.to_string());
                    self.modules.entry(inside.clone()).or_default().file = file;
                    opened.push(depth);
                    depth += 1;
                    at += 2;
                }
                [word, ..] if word.is("use") => {
                    let end = rest.iter().position(|token| token.is(";"));
                    let tree = &rest[1..end.unwrap_or(rest.len())];
                    // A path after `::` is of another crate.
                    if !tree.first().is_some_and(|token| token.is("::")) {
                        let is_public = before.last().is_some_and(|it| it.is("pub") || it.is(")"));
                        let module = self.modules.entry(inside.clone()).or_default();
                        read_use_tree(tree, &[], is_public, &mut module.imports);
                    }
                    at += tree.len();
                }
                [mark, ..] if mark.is("{") => depth += 1,
                [mark, ..] if mark.is("}") => {
                    depth -= 1;
                    if opened.last() == Some(&depth) {
                        opened.pop();
                        inside.pop();
                    }
                }
                [word, _, end, ..] if word.is("mod") && end.is(";") => at += 2,
                [first, ..] if first.kind == Kind::Name => {
                    let module = self.modules.entry(inside.clone()).or_default();
                    let last = before.last();
                    if last.is_some_and(|token| DEFINES.iter().any(|word| token.is(word))) {
                        module.defined.insert(first.text.to_string());
                    }
                    let path = path_at(rest);
                    at += 2 * (path.len() - 1);
                    if !last.is_some_and(|token| token.is("::") || token.is(".")) {
                        module.mentions.push((path, first.line));
                    }
                }
                _ => {}
            }
        }
    }

    /// The arrows between different files.
    pub(crate) fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = Vec::new();
        for (here, module) in &self.modules {
            let mut draw = |path: &[String], line: usize| {
                if let Some(Target::ItemOf(to)) = self.resolve(here, path, 0)
                    && to != module.file
                {
                    let (from, path) = (module.file, path.join("::"));
                    arrows.push(Arrow {
                        from,
                        to,
                        line,
                        path,
                    });
                }
            };
            let is_mentioned = |name: &str| {
                // A module may have the name of an item in it.
                let is_module = self.modules.contains_key(&child(here, name));
                let mut mentions = module.mentions.iter();
                mentions.any(|(path, _)| path[0] == name && (path.len() == 1 || !is_module))
            };
            for import in &module.imports {
                // A mere re-export uses nothing.
                if !import.is_public || import.name != "*" && is_mentioned(&import.name) {
                    draw(&import.path, import.line);
                }
            }
            for (path, line) in &module.mentions {
                if path.len() > 1 {
                    draw(path, *line);
                }
            }
        }
        arrows
    }

    /// The stages that each file names: the file, the line, the path and the stage. A path counts for the stage that it names and
    /// for the stage of the file that it leads to.
    pub(crate) fn stages_named(&self) -> Vec<(usize, usize, String, String)> {
        let mut named = Vec::new();
        for (here, module) in &self.modules {
            let imports = module.imports.iter().map(|it| (&it.path, it.line));
            let mentions = module.mentions.iter().map(|(path, line)| (path, *line));
            for (path, line) in imports.chain(mentions.filter(|(path, _)| path.len() > 1)) {
                let (start, rest) = self.start_of(here, path).unwrap_or((here.clone(), &[]));
                let outright = match start.is_empty() {
                    true => rest.first().cloned(),
                    false => start.first().cloned(),
                };
                let resolved = match self.resolve(here, path, 0) {
                    Some(Target::ItemOf(file)) => self.stage_of(file),
                    Some(Target::Module(path)) => path.first().cloned(),
                    None => None,
                };
                let is_stage =
                    |name: &String| self.modules.contains_key(std::slice::from_ref(name));
                let stages: BTreeSet<String> = outright.into_iter().chain(resolved).collect();
                for stage in stages.into_iter().filter(is_stage) {
                    named.push((module.file, line, path.join("::"), stage));
                }
            }
        }
        named
    }

    /// The stage of a file; `None` for `lib.rs`, which names them all.
    pub(crate) fn stage_of(&self, file: usize) -> Option<String> {
        let mut modules = self.modules.iter();
        let (path, _) = modules.find(|(_, module)| module.file == file)?;
        path.first().cloned()
    }

    /// The module where a path starts and what is left of the path; `None` where it starts with a name of the module's
    /// own or of another crate.
    fn start_of<'a>(
        &self,
        from: &[String],
        path: &'a [String],
    ) -> Option<(ModulePath, &'a [String])> {
        let is_of_binary = from.first().is_some_and(|stage| stage == BINARY);
        let mut start = from.to_vec();
        let rest = match path[0].as_str() {
            "crate" => {
                start.truncate(usize::from(is_of_binary));
                &path[1..]
            }
            "xunzhang" if is_of_binary => {
                start.clear();
                &path[1..]
            }
            "self" => &path[1..],
            "super" => path,
            _ => return None,
        };
        let n_up = rest.iter().take_while(|part| *part == "super").count();
        start.truncate(start.len().saturating_sub(n_up));
        Some((start, &rest[n_up..]))
    }

    /// Follows a path; `None` for one into another crate, or of a local name.
    fn resolve(&self, from: &[String], path: &[String], n_steps: usize) -> Option<Target> {
        if n_steps > 16 {
            return None; // two modules that import all of each other
        }
        let (mut here, mut rest) = match self.start_of(from, path) {
            Some(start) => start,
            None => {
                let module = self.modules.get(from)?;
                let is_known = module.imports.iter().any(|it| it.name == path[0])
                    || self.modules.contains_key(&child(from, &path[0]))
                    || module.imports.iter().any(|it| it.name == "*");
                if !is_known {
                    return None;
                }
                (from.to_vec(), path)
            }
        };
        while let Some((first, others)) = rest.split_first() {
            let inner = child(&here, first);
            if self.modules.contains_key(&inner) {
                (here, rest) = (inner, others);
                continue;
            }
            let module = self.modules.get(&here)?;
            if first == "*" || module.defined.contains(first) {
                return Some(Target::ItemOf(module.file));
            }
            let import = module.imports.iter().find(|it| it.name == *first);
            if let Some(import) = import.filter(|import| import.path != path) {
                let whole: Vec<String> = import.path.iter().chain(others).cloned().collect();
                return self.resolve(&here, &whole, n_steps + 1);
            }
            let globs = module.imports.iter().filter(|it| it.name == "*");
            for glob in globs {
                let whole = glob.path[..glob.path.len() - 1].iter().chain(rest);
                let whole: Vec<String> = whole.cloned().collect();
                let target = self.resolve(&here, &whole, n_steps + 1);
                if target.is_some() {
                    return target;
                }
            }
            // A macro may define the item; at least its file is known.
            let is_external = self.start_of(from, path).is_none() && rest.len() == path.len();
            return (!is_external).then_some(Target::ItemOf(module.file));
        }
        Some(Target::Module(here))
    }
}

/// The words before a name that they define.
const DEFINES: [&str; 9] = [
    "fn", "struct", "enum", "trait", "type", "const", "static", "union", "macro",
];

fn child(module: &[String], name: &str) -> ModulePath {
    let names = module.iter().cloned();
    names.chain([name.to_string()]).collect()
}

/// The names from the first token on that `::` joins.
fn path_at(tokens: &[Token]) -> Vec<String> {
    let mut path = vec![tokens[0].text.to_string()];
    for two in tokens[1..].chunks(2) {
        match two {
            [mark, name] if mark.is("::") && name.kind == Kind::Name => {
                path.push(name.text.to_string());
            }
            _ => break,
        }
    }
    path
}

/// Reads what follows `use`: a path, a list in braces, a name given with `as`.
fn read_use_tree(tree: &[Token], before: &[String], is_public: bool, imports: &mut Vec<Import>) {
    let mut path = before.to_vec();
    for (at, token) in tree.iter().enumerate() {
        if token.is("{") {
            let inner = &tree[at + 1..tree.len() - 1];
            for item in outer_items(inner) {
                read_use_tree(item, &path, is_public, imports);
            }
            return;
        }
        if token.is("as") {
            break;
        }
        // `self` in a list is the module before it.
        let is_module_before = token.is("self") && !path.is_empty();
        if !is_module_before && !token.is("::") {
            path.push(token.text.to_string());
        }
    }
    let (Some(first), Some(last)) = (tree.first(), path.last()) else {
        return;
    };
    let name = match tree {
        [.., word, name] if word.is("as") => name.text.to_string(),
        _ => last.clone(),
    };
    imports.push(Import {
        path,
        name,
        is_public,
        line: first.line,
    });
}

/// The items of a list, parted by commas outside of inner braces.
fn outer_items<'t, 's>(list: &'t [Token<'s>]) -> impl Iterator<Item = &'t [Token<'s>]> {
    let mut depth = 0;
    let items = list.split(move |token| {
        match token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        token.is(",") && depth == 0
    });
    items.filter(|item| !item.is_empty())
}
