//! Answers that must follow a JSON schema, or a grammar of calls with one in it.
//!
//! The grammar is the `llguidance` crate's: it compiles a schema to an Earley parser over bytes and tells which tokens of
//! a vocabulary may come next. It is asked for JSON with one space after commas and colons and no other white space,
//! so that no answer can go on for ever with blanks; numbers of properties and items are the schema's matter.

use super::tokenizer::Tokenizer;
use super::tools::{self, Dialect};
use crate::limits::{SCHEMA_BYTES, SCHEMA_DEPTH, TOOLS_BYTES};
use idlewatt_proto::text::{Tool, Tools};
use llguidance::api::{ParserLimits, StopReason, TopLevelGrammar};
use llguidance::earley::SlicedBiasComputer;
use llguidance::panic_utils::catch_unwind;
use llguidance::toktrie::{ApproximateTokEnv, InferenceCapabilities, SimpleVob, TokEnv, TokRxInfo, TokTrie};
use llguidance::{Matcher, ParserFactory};
use serde_json::{Value, json};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// Longest token that an answer under a constraint may have: as many bytes as the library's tree is deep. Longer ones
/// are runs of spaces.
const TOKEN_BYTES: usize = 255;

/// Why an answer cannot follow a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// More than is read.
    #[error("the JSON schema has more than {max} bytes", max = SCHEMA_BYTES)]
    TooLarge,
    /// Lists in lists in lists.
    #[error("the JSON schema is nested more than {max} deep", max = SCHEMA_DEPTH)]
    TooDeep,
    /// No schema at all.
    #[error("the JSON schema is not a JSON object: {0}")]
    NotJson(String),
    /// Something in it is wrong, or not supported.
    #[error("the JSON schema cannot be followed: {0}")]
    Refused(String),
    /// The vocabulary cannot spell JSON.
    #[error("the model's vocabulary cannot follow a JSON schema: {0}")]
    Vocabulary(String),
    /// Nothing can come next, or finding out what can takes more work than a token is worth.
    #[error("the JSON schema cannot be followed to an end: {0}")]
    Stuck(String),
    /// Those of all functions together.
    #[error("the arguments of the tools have schemas of more than {max} bytes", max = TOOLS_BYTES)]
    ToolsTooLarge,
    /// It is a function's.
    #[error("the arguments of the tool {0:?}: {1}")]
    Tool(String, Box<SchemaError>),
}

/// One line of what the library says: what a pattern is wrong by comes last, below a drawing of where.
fn line(error: &str) -> String {
    let lines = || error.lines().map(str::trim).filter(|line| !line.is_empty());
    let of_a_pattern = lines().filter_map(|line| line.strip_prefix("error: ")).next_back();
    let of_a_pattern = of_a_pattern.map(|what| format!("a pattern in it is not valid: {what}"));
    of_a_pattern.unwrap_or_else(|| lines().next().unwrap_or("no reason given").to_owned()).chars().take(200).collect()
}

/// What the library says where nothing can come next.
fn stuck(error: &str) -> SchemaError {
    // That is its word for a grammar with nothing in it.
    SchemaError::Stuck(if error.contains("NoExtension") { "nothing can satisfy it".to_owned() } else { line(error) })
}

/// A vocabulary as grammars see it. Made when the first constraint is.
pub(super) struct Lexicon(Result<ParserFactory, SchemaError>);

impl Lexicon {
    pub(super) fn new(tokenizer: &Tokenizer) -> Self {
        Self(factory(tokenizer).map_err(|error| SchemaError::Vocabulary(line(&error))))
    }
}

fn factory(tokenizer: &Tokenizer) -> Result<ParserFactory, String> {
    let count = tokenizer.vocabulary();
    let word = |token: u32| {
        let bytes = tokenizer.spoken(token);
        // A byte of all ones is in no text, and marks tokens of another kind to the library.
        let usable = bytes.len() <= TOKEN_BYTES && bytes.first() != Some(&TokTrie::SPECIAL_TOKEN_MARKER);
        if usable && !tokenizer.stops(token) { bytes.to_vec() } else { Vec::new() }
    };
    let mut words: Vec<Vec<u8>> = (0..count).map(word).collect();
    // The end is a token of its own, beyond the vocabulary: models have several real ones, or none.
    words.push([&[TokTrie::SPECIAL_TOKEN_MARKER], &b"<end>"[..]].concat());
    let trie = TokTrie::from(&TokRxInfo::new(count + 1, count), &words);
    let environment: TokEnv = Arc::new(ApproximateTokEnv::new(trie));
    let slices = SlicedBiasComputer::json_slices();
    let mut factory = ParserFactory::new(&environment, InferenceCapabilities::default(), &slices)
        .map_err(|error| error.to_string())?;
    factory.quiet();
    *factory.limits_mut() = ParserLimits { verbose_errors: false, max_lexer_states: 50_000, ..ParserLimits::default() };
    Ok(factory)
}

/// Which tokens may come next.
pub struct Allowed {
    set: SimpleVob,
    /// Tokens that end the answer, if it may end here.
    stops: Vec<u32>,
}

impl Allowed {
    /// Makes all other tokens impossible.
    pub(super) fn apply(&self, logits: &mut [f32]) {
        let kept: Vec<(usize, f32)> =
            self.stops.iter().filter_map(|stop| Some((*stop as usize, *logits.get(*stop as usize)?))).collect();
        self.set.iter_unset_entries(|token| {
            if let Some(logit) = logits.get_mut(token) {
                *logit = f32::NEG_INFINITY;
            }
        });
        for logit in logits.iter_mut().skip(self.set.len()) {
            *logit = f32::NEG_INFINITY;
        }
        for (stop, logit) in kept {
            logits[stop] = logit;
        }
    }

    /// Whether a token may come.
    pub fn has(&self, token: u32) -> bool {
        ((token as usize) < self.set.len() && self.set.is_allowed(token)) || self.stops.contains(&token)
    }
}

/// A schema with the part of an answer that was said already.
pub struct Constraint {
    matcher: Matcher,
    /// Whether something is left out of account.
    warned: bool,
    end: u32,
    stops: Vec<u32>,
}

impl Constraint {
    /// For an answer that has not begun.
    ///
    /// # Errors
    /// When the text is no schema, or one that cannot be followed; the sentence is for whoever wrote it.
    pub fn new(tokenizer: &Tokenizer, schema: &str) -> Result<Self, SchemaError> {
        let mut schema = parse(schema)?;
        styled(&mut schema, false);
        Self::strictly(tokenizer, Value::Object(schema))
    }

    /// For an answer that has not begun and may call functions. `schema` is for one that does not.
    ///
    /// # Errors
    /// When a schema cannot be followed; the sentence says whose. That of a function's arguments need not be, unless it is
    /// to be followed strictly.
    pub fn calling(
        tokenizer: &Tokenizer,
        dialect: Dialect,
        tools: &Tools,
        schema: Option<&str>,
    ) -> Result<Self, SchemaError> {
        let of_tool = |tool: &Tool, error: SchemaError| SchemaError::Tool(tool.name.clone(), Box::new(error));
        let parameters = |tool| tools::parameters(tool).map_err(|error| of_tool(tool, error));
        let mut parameters = tools.allowed().map(parameters).collect::<Result<Vec<_>, _>>()?;
        if tools.allowed().filter_map(|tool| tool.parameters.as_ref()).map(String::len).sum::<usize>() > TOOLS_BYTES {
            return Err(SchemaError::ToolsTooLarge);
        }
        let mut said = schema.map(parse).transpose()?;
        if let Some(schema) = &mut said {
            styled(schema, false);
            Self::strictly(tokenizer, Value::Object(schema.clone()))?;
        }
        let said = said.map(Value::Object);
        let joint = |parameters: &[Value]| {
            let grammar = dialect.grammar(tools, parameters, said.as_ref());
            Self::of(tokenizer, TopLevelGrammar::from_lark(grammar), false)
        };
        match joint(&parameters) {
            Ok(made) if !made.warned || !tools.allowed().any(|tool| tool.strict) => return Ok(made),
            _ => {}
        }
        // One of them is at fault.
        for (tool, parameters) in tools.allowed().zip(&mut parameters) {
            let alone = TopLevelGrammar::from_json_schema(parameters.clone());
            match Self::of(tokenizer, alone, tool.strict) {
                Err(error) if tool.strict => return Err(of_tool(tool, error)),
                Err(_) => *parameters = tools::any_arguments(),
                Ok(_) => {}
            }
        }
        joint(&parameters)
    }

    fn strictly(tokenizer: &Tokenizer, schema: Value) -> Result<Self, SchemaError> {
        Self::of(tokenizer, TopLevelGrammar::from_json_schema(schema), true)
    }

    fn of(tokenizer: &Tokenizer, grammar: TopLevelGrammar, strict: bool) -> Result<Self, SchemaError> {
        let factory = tokenizer.lexicon().0.as_ref().map_err(Clone::clone)?;
        // The library runs everything else so; compiling is left to its callers.
        let parser = catch_unwind(AssertUnwindSafe(|| factory.create_parser(grammar)));
        let mut matcher = Matcher::new(parser);
        if let Some(error) = matcher.get_error() {
            return Err(SchemaError::Refused(line(&error)));
        }
        // The library warns of what it leaves out of account. An answer that does not follow all of a schema is no answer.
        let warning = matcher.grammar_warnings().first().map(|warning| line(warning));
        let warned = warning.is_some();
        if let Some(warning) = warning.filter(|_| strict) {
            return Err(SchemaError::Refused(warning));
        }
        let mut made = Self { matcher, warned, end: tokenizer.vocabulary(), stops: tokenizer.stop_tokens().to_vec() };
        // A schema that nothing satisfies shows at once where its root leads nowhere.
        made.allowed()?;
        Ok(made)
    }

    /// Which tokens may come next.
    ///
    /// # Errors
    /// When nothing may, or finding out takes too much work.
    pub fn allowed(&mut self) -> Result<Allowed, SchemaError> {
        let set = self.matcher.compute_mask_or_eos().map_err(|error| stuck(&error.to_string()))?;
        let stops = if set.is_allowed(self.end) { self.stops.clone() } else { Vec::new() };
        Ok(Allowed { set, stops })
    }

    /// A token was said that was allowed. Ends of an answer are not told.
    ///
    /// # Errors
    /// When it was not allowed after all.
    pub fn said(&mut self, token: u32) -> Result<(), SchemaError> {
        self.matcher.consume_token(token).map_err(|error| SchemaError::Refused(line(&error.to_string())))
    }

    /// Whether the answer is whole as it is.
    pub fn may_end(&mut self) -> bool {
        self.matcher.is_accepting().unwrap_or(false)
    }

    /// Whether the answer is whole and nothing can follow.
    pub fn must_end(&self) -> bool {
        matches!(self.matcher.stop_reason(), StopReason::NoExtension | StopReason::EndOfSentence)
    }
}

/// Has answers written in the one way. `lenient`: what the library cannot follow it leaves out of account.
pub(super) fn styled(schema: &mut serde_json::Map<String, Value>, lenient: bool) {
    let style = json!({
        "item_separator": ", ", "key_separator": ": ", "whitespace_flexible": false, "lenient": lenient
    });
    schema.insert("x-guidance".into(), style);
}

pub(super) fn parse(schema: &str) -> Result<serde_json::Map<String, Value>, SchemaError> {
    if schema.len() > SCHEMA_BYTES {
        return Err(SchemaError::TooLarge);
    }
    let value: Value = serde_json::from_str(schema).map_err(|error| SchemaError::NotJson(line(&error.to_string())))?;
    if depth(&value) > SCHEMA_DEPTH {
        return Err(SchemaError::TooDeep);
    }
    match value {
        Value::Object(schema) => Ok(schema),
        _ => Err(SchemaError::NotJson("it is another kind of value".into())),
    }
}

/// JSON that is no deeper than a schema may be.
pub(super) fn shallow(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value| depth(value) <= SCHEMA_DEPTH)
}

/// The parser of JSON stops at 128, so this may call itself.
fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tests::byte_level;

    fn begin(schema: &str) -> Result<Constraint, SchemaError> {
        Constraint::new(&byte_level().open().expect("a valid tokenizer"), schema)
    }

    /// Whether a text can be said as a whole, byte by byte, and whether the answer may and must end after it.
    fn follows(schema: &str, text: &str) -> (bool, bool, bool) {
        let mut constraint = begin(schema).expect("a valid schema");
        for byte in text.bytes().map(u32::from) {
            if !constraint.allowed().expect("cheap").has(byte) {
                return (false, false, false);
            }
            constraint.said(byte).expect("it was allowed");
        }
        (true, constraint.may_end(), constraint.must_end())
    }

    #[test]
    fn an_answer_may_end_when_it_is_whole() {
        let schema = r#"{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": false}"#;
        assert_eq!(follows(schema, r#"{"a": 1"#), (true, false, false));
        assert_eq!(follows(schema, r#"{"a": 1}"#), (true, true, true));
        assert_eq!(follows(schema, r#"{"b""#), (false, false, false));
        assert_eq!(follows(schema, r#"{}"#), (false, false, false));
        assert_eq!(follows(schema, r#"{"a": 1.5"#), (false, false, false));
        assert_eq!(follows(r#"{"type": "number"}"#, "12"), (true, true, false));
        assert_eq!(follows(r#"{"type": "object"}"#, r#"{"x": [null, {"y": "\n"}], "z": -1e5}"#), (true, true, true));
    }

    #[test]
    fn there_is_no_white_space_to_get_lost_in() {
        assert!(!follows(r#"{"type": "object"}"#, "{ ").0);
        assert!(!follows(r#"{"type": "array", "items": {}}"#, "[1,  ").0);
        assert!(!follows(r#"{"type": "boolean"}"#, " ").0);
        assert_eq!(follows(r#"{"type": "boolean"}"#, "true "), (false, false, false));
    }

    #[test]
    fn what_a_schema_can_say_is_kept_to() {
        let choice =
            r#"{"anyOf": [{"const": "yes"}, {"enum": ["no", null, 3]}, {"type": "string", "pattern": "^x[0-9]{2}$"}]}"#;
        for (text, whole) in
            [("\"yes\"", true), ("null", true), ("3", true), ("\"x07\"", true), ("\"x7\"", false), ("4", false)]
        {
            assert_eq!(follows(choice, text).1, whole, "{text}");
        }
        let list = r#"{"type": "array", "items": {"type": "string", "maxLength": 2}, "minItems": 1, "maxItems": 2}"#;
        for (text, whole) in [
            (r#"["ab"]"#, true),
            (r#"["é🙂", ""]"#, true),
            ("[]", false),
            (r#"["abc"]"#, false),
            (r#"["a", "b", "c"]"#, false),
        ] {
            assert_eq!(follows(list, text).1, whole, "{text}");
        }
        let tree = r##"{"$defs": {"t": {"type": "object", "properties": {"l": {"anyOf": [{"$ref": "#/$defs/t"}, {"type": "null"}]}},
                      "required": ["l"], "additionalProperties": false}}, "$ref": "#/$defs/t"}"##;
        assert_eq!(follows(tree, r#"{"l": {"l": {"l": null}}}"#), (true, true, true));
        let strict = r#"{"type": "object", "properties": {"b": {}, "a": {}}, "required": ["a", "b"], "additionalProperties": false}"#;
        assert!(follows(strict, r#"{"b": 1, "a": 2}"#).1 && !follows(strict, r#"{"a"#).0, "in the schema's order");
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        for (schema, word) in [
            ("nonsense", "not a JSON object"),
            ("[]", "not a JSON object"),
            (r#"{"type": "nonsense"}"#, "nonsense"),
            (r#"{"type": "string", "minLength": 3, "maxLength": 1}"#, "cannot be followed"),
            (r#"{"$ref": "https://example.com/x.json"}"#, "cannot be followed"),
            (r##"{"$ref": "#/$defs/none"}"##, "cannot be followed"),
            (r#"{"not": {"type": "string"}}"#, "not"),
            (r#"{"type": "string", "pattern": "("}"#, "a pattern in it is not valid: unclosed group"),
            (r#"{"type": "array", "uniqueItems": true}"#, "uniqueItems"),
        ] {
            let error = begin(schema).err().unwrap_or_else(|| panic!("{schema} is followed")).to_string();
            assert!(error.contains(word) && error.lines().count() == 1, "{schema}: {error}");
        }
        let deep = format!("{}{{}}{}", r#"{"items": "#.repeat(SCHEMA_DEPTH), "}".repeat(SCHEMA_DEPTH));
        assert_eq!(begin(&deep).err(), Some(SchemaError::TooDeep));
        assert_eq!(begin(&" ".repeat(SCHEMA_BYTES + 1)).err(), Some(SchemaError::TooLarge));
        let endless = r##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}"##;
        assert!(matches!(begin(endless), Err(SchemaError::Stuck(_))));
        let itself = begin(r##"{"$ref": "#"}"##).err().expect("nothing is like that").to_string();
        assert!(!itself.contains("Extension"), "{itself}");
    }

    #[test]
    fn what_is_not_allowed_is_impossible() {
        let mut constraint = begin(r#"{"const": true}"#).expect("a valid schema");
        let mut logits = vec![1.0; 300];
        constraint.allowed().expect("cheap").apply(&mut logits);
        let possible: Vec<usize> = (0..300).filter(|token| logits[*token].is_finite()).collect();
        assert_eq!(possible, [usize::from(b't')]);
        assert!(constraint.said(u32::from(b'f')).is_err());
    }
}
