//! Writes the window's TypeScript types, made from `messages.rs`, into one file.
//!
//! `cargo run -p idlewatt-control --example bindings -- PATH` writes it; `-- --check PATH` fails when it is stale.
//! The layout is that of `prettier` with its defaults, so that a change reads well in a diff.

use idlewatt_control::messages::{
    BenchmarkEvent, ControlError, ExportFormat, Finding, History, JobDetail, JobFilter, Limits, ModelRow, Network,
    Places, PresetRow, Preview, Programs, RefusalRow, RenderEvent, SettingRow, Status, Step,
};
use idlewatt_proto::books::Audit;
use std::collections::BTreeMap;
use std::process::ExitCode;
use ts_rs::{Config, TS, TypeVisitor};

const HEADER: &str = "// Generated from crates/control/src/messages.rs by `cargo xtask bindings`. Do not edit.\n";
/// Prettier's default line.
const LINE: usize = 80;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["--check", path] => check(path),
        [path] if !path.starts_with('-') => std::fs::write(path, render()).map_err(|error| format!("{path}: {error}")),
        _ => Err("usage: bindings [--check] PATH".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}

fn check(path: &str) -> Result<(), String> {
    let there = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    if there == render() { Ok(()) } else { Err(format!("{path} is stale: run `cargo xtask bindings`")) }
}

/// Every type that the roots reach, by name.
struct Reached {
    config: Config,
    types: BTreeMap<String, String>,
}

impl TypeVisitor for Reached {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let name = T::ident(&self.config);
        if T::output_path().is_none() || self.types.contains_key(&name) {
            return;
        }
        let mut text = T::docs().map(|docs| comment(&docs, 0)).unwrap_or_default();
        let declaration = T::decl(&self.config);
        let body = declaration.split_once('=').map_or("unknown", |(_, body)| body);
        text.push_str(&declare(&name, &Parser::new(body).union()));
        self.types.insert(name, text);
        T::visit_dependencies(self);
    }
}

fn render() -> String {
    let mut reached = Reached { config: Config::new(), types: BTreeMap::new() };
    reached.visit::<Status>();
    reached.visit::<Preview>();
    reached.visit::<History>();
    reached.visit::<Step>();
    reached.visit::<JobFilter>();
    reached.visit::<JobDetail>();
    reached.visit::<ExportFormat>();
    reached.visit::<Network>();
    reached.visit::<ModelRow>();
    reached.visit::<SettingRow>();
    reached.visit::<Limits>();
    reached.visit::<PresetRow>();
    reached.visit::<BenchmarkEvent>();
    reached.visit::<Programs>();
    reached.visit::<RefusalRow>();
    reached.visit::<Finding>();
    reached.visit::<Places>();
    reached.visit::<RenderEvent>();
    reached.visit::<ControlError>();
    reached.visit::<Audit>();
    reached.types.values().fold(HEADER.to_owned(), |text, declaration| text + "\n" + declaration)
}

/// A type as ts-rs spells it, read back so that it can be laid out.
enum Shape {
    /// A name or a literal.
    Word(String),
    Array(Box<Shape>),
    Union(Vec<Shape>),
    Object(Vec<Field>),
}

struct Field {
    docs: Option<String>,
    name: String,
    shape: Shape,
}

impl Field {
    /// Whether it carries a comment, which needs a line of its own.
    fn is_long(&self) -> bool {
        let within = matches!(&self.shape, Shape::Object(fields) if fields.iter().any(Field::is_long));
        self.docs.is_some() || within
    }
}

/// Reads the part of TypeScript that ts-rs writes for our types; anything else is a bug to be seen at once.
struct Parser<'a>(&'a str);

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Self(text)
    }

    fn eat(&mut self, token: &str) -> bool {
        self.0 = self.0.trim_start();
        match self.0.strip_prefix(token) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) {
        assert!(self.eat(token), "expected {token:?} at {:?}", self.0);
    }

    fn word(&mut self) -> String {
        self.0 = self.0.trim_start();
        let quoted = self.0.strip_prefix('"').and_then(|rest| rest.find('"')).map(|end| end + 2);
        let plain = || self.0.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(quoted.unwrap_or_else(plain));
        assert!(!word.is_empty(), "expected a word at {:?}", self.0);
        self.0 = rest;
        word.to_owned()
    }

    fn union(&mut self) -> Shape {
        let mut terms = vec![self.term()];
        while self.eat("|") {
            terms.push(self.term());
        }
        if terms.len() == 1 { terms.remove(0) } else { Shape::Union(terms) }
    }

    fn term(&mut self) -> Shape {
        if self.eat("{") {
            let mut fields = Vec::new();
            while !self.eat("}") {
                fields.push(self.field());
                self.eat(",");
            }
            return Shape::Object(fields);
        }
        let word = self.word();
        if self.eat("<") {
            assert_eq!(word, "Array", "the only generic type we use");
            let inner = self.union();
            self.expect(">");
            return Shape::Array(Box::new(inner));
        }
        Shape::Word(word)
    }

    fn field(&mut self) -> Field {
        self.0 = self.0.trim_start();
        let docs = self.0.starts_with("/**").then(|| {
            let (docs, rest) = self.0.split_once("*/").unwrap_or((self.0, ""));
            self.0 = rest;
            docs.to_owned()
        });
        let word = self.word();
        let bare = word.trim_matches('"');
        let name = if bare.contains('-') { word } else { bare.to_owned() };
        self.expect(":");
        Field { docs, name, shape: self.union() }
    }
}

fn declare(name: &str, shape: &Shape) -> String {
    let line = format!("export type {name} = {};\n", lay_out(shape, 0));
    match shape {
        Shape::Union(terms) if line.len() > LINE || line.trim_end().contains('\n') => {
            let terms = terms.iter().map(|term| format!("\n  | {}", lay_out(term, 4))).collect::<String>();
            format!("export type {name} ={terms};\n")
        }
        _ => line,
    }
}

fn lay_out(shape: &Shape, indent: usize) -> String {
    match shape {
        Shape::Word(word) => word.clone(),
        Shape::Array(inner) => match **inner {
            Shape::Union(_) => format!("({})[]", lay_out(inner, indent)),
            _ => format!("{}[]", lay_out(inner, indent)),
        },
        Shape::Union(terms) => terms.iter().map(|term| lay_out(term, indent)).collect::<Vec<_>>().join(" | "),
        Shape::Object(fields) if !fields.iter().any(Field::is_long) => {
            let inside = |field: &Field| format!("{}: {}", field.name, lay_out(&field.shape, indent));
            format!("{{ {} }}", fields.iter().map(inside).collect::<Vec<_>>().join("; "))
        }
        Shape::Object(fields) => {
            let mut text = "{\n".to_owned();
            for field in fields {
                let inner = indent + 2;
                text.push_str(&field.docs.as_deref().map(|docs| comment(docs, inner)).unwrap_or_default());
                let pad = " ".repeat(inner);
                text.push_str(&format!("{pad}{}: {};\n", field.name, lay_out(&field.shape, inner)));
            }
            text + &" ".repeat(indent) + "}"
        }
    }
}

fn comment(docs: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let lines = docs.lines().map(|line| line.trim().trim_matches(|c| c == '/' || c == '*').trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    match lines[..] {
        [line] => format!("{pad}/** {line} */\n"),
        _ => {
            let inside = lines.iter().map(|line| format!("{pad} * {line}\n")).collect::<String>();
            format!("{pad}/**\n{inside}{pad} */\n")
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_types_are_fresh() {
        let here = std::env::var("CARGO_MANIFEST_DIR").expect("cargo starts tests");
        assert_eq!(super::check(&format!("{here}/../../ui/src/lib/backend/types.ts")), Ok(()));
    }
}
