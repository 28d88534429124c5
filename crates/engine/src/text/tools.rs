//! Functions that an answer may call: how a model is told of them, and what its answer may then be.
//!
//! Models learned to write calls in several ways, and small ones write them wrongly. So an answer that may call functions
//! follows a grammar of the way that its model learned: words, or calls whose arguments follow their schemas. Models that
//! learned no way are told of one in words. The gateway reads the calls from the text, which is all that travels.

use super::schema::SchemaError;
use idlewatt_proto::BlobHash;
use idlewatt_proto::text::{Call, Message, Role, Tool, ToolChoice, Tools};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// How a call is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Between `<tool_call>` and `</tool_call>`, an object with `name` and `arguments`: Qwen's, Hermes', and what models are told
    /// of that learned none.
    Tagged,
    /// After `[TOOL_CALLS]`, a list of such objects: Mistral's.
    Listed,
    /// An object with `name` and `parameters`, and nothing else: Llama's.
    Bare,
}

impl Dialect {
    /// The one of a chat template, if it tells of functions and has calls written as JSON.
    pub fn of(template: &str) -> Option<Self> {
        let has = |text: &str| template.contains(text);
        match has("tools") {
            true if has("<tool_call>") && !has("<function=") && !has("<arg_key>") => Some(Self::Tagged),
            true if has("[TOOL_CALLS]") && !has("[ARGS]") => Some(Self::Listed),
            true if has("\"parameters\": ") && has("ipython") => Some(Self::Bare),
            _ => None,
        }
    }

    fn arguments(self) -> &'static str {
        match self {
            Self::Tagged | Self::Listed => "arguments",
            Self::Bare => "parameters",
        }
    }

    /// What an answer may be, in the grammar library's variant of Lark: arguments by these schemas, words by that one.
    pub fn grammar(self, tools: &Tools, parameters: &[Value], schema: Option<&Value>) -> String {
        let must = tools.choice != ToolChoice::Auto;
        let more = |text: &str| if tools.parallel { format!(" ({text})*") } else { String::new() };
        let (mark, calls) = match self {
            Self::Tagged => {
                let more = more(r#""\n<tool_call>\n" call "\n</tool_call>""#);
                (Some("<tool_call>"), format!(r#""\n" call "\n</tool_call>"{more}"#))
            }
            Self::Listed => (Some("[TOOL_CALLS]"), format!(r#"" "? "[" call{} "]""#, more(r#"", " call"#))),
            Self::Bare => (None, "call".to_owned()),
        };
        let mut text = match (mark, must, schema) {
            (Some(mark), true, _) => format!("start: \"{mark}\" {calls}\n"),
            (Some(mark), false, Some(schema)) => format!("start: said | \"{mark}\" {calls}\nsaid: %json {schema}\n"),
            // Words may come before calls.
            (Some(mark), false, None) => {
                let spelt = mark.replace('[', r"\[").replace(']', r"\]");
                format!("start: WORDS | opened {calls}\nopened[lazy]: /(?s:.*)/ \"{mark}\"\n")
                    + &format!("WORDS: /(?s:.*)/ & ~/(?s:.*){spelt}(?s:.*)/\n")
            }
            (None, true, _) => format!("start: {calls}\n"),
            (None, false, Some(schema)) => format!("start: said | {calls}\nsaid: %json {schema}\n"),
            (None, false, None) => {
                let names: Vec<&str> = tools.allowed().map(|tool| tool.name.as_str()).collect();
                let begun = format!(r#"\{{"name": "({})", "{}": "#, names.join("|"), self.arguments());
                format!("start: WORDS | {calls}\nWORDS: /(?s:.*)/ & ~/{begun}(?s:.*)/\n")
            }
        };
        let names: Vec<String> = (0..parameters.len()).map(|at| format!("call{at}")).collect();
        text += &format!("call: {}\n", names.join(" | "));
        for ((name, tool), parameters) in names.iter().zip(tools.allowed()).zip(parameters) {
            let opening = self.opening(tool, schema.is_some());
            text += &format!("{name}: {opening} of_{name} \"}}\"\nof_{name}: %json {parameters}\n");
        }
        text
    }

    /// How a call begins, up to its arguments. Next to words it is one piece, which then ends where these must; next to JSON it is cut
    /// as the library cuts that, so that both can be under way.
    fn opening(self, tool: &Tool, beside_json: bool) -> String {
        let (name, arguments) = (&tool.name, self.arguments());
        match beside_json {
            true => format!(r#""{{" "\"name\"" ": " "\"{name}\"" ", " "\"{arguments}\"" ": ""#),
            false => format!(r#""{{\"name\": \"{name}\", \"{arguments}\": ""#),
        }
    }
}

/// The schema of a function's arguments. What it says beyond what can be followed is left out of account, unless it is to be
/// followed strictly; of what it does not name nothing is made up.
pub fn parameters(tool: &Tool) -> Result<Value, SchemaError> {
    let mut schema = tool.parameters.as_deref().map(super::schema::parse).transpose()?.unwrap_or_default();
    schema.entry("type").or_insert_with(|| "object".into());
    let plain = ["$ref", "anyOf", "oneOf", "allOf", "patternProperties"].iter().all(|word| !schema.contains_key(*word));
    let properties = schema.get("properties");
    let named = |name: &Value| properties.and_then(|all| all.get(name.as_str()?)).is_some();
    let required = schema.get("required").and_then(Value::as_array);
    if plain && required.is_none_or(|names| names.iter().all(named)) {
        schema.entry("additionalProperties").or_insert(false.into());
    }
    super::schema::styled(&mut schema, !tool.strict);
    Ok(Value::Object(schema))
}

/// The schema of arguments of which nothing else can be followed.
pub fn any_arguments() -> Value {
    let mut schema = Map::from_iter([("type".to_owned(), "object".into())]);
    super::schema::styled(&mut schema, true);
    Value::Object(schema)
}

/// A function as chat templates expect it.
pub fn described(tool: &Tool) -> Value {
    let mut function = Map::new();
    function.insert("name".into(), tool.name.as_str().into());
    if let Some(description) = &tool.description {
        function.insert("description".into(), description.as_str().into());
    }
    let parameters = tool.parameters.as_deref().and_then(super::schema::shallow);
    let nothing = || json!({ "type": "object", "properties": {} });
    function.insert("parameters".into(), parameters.unwrap_or_else(nothing));
    json!({ "type": "function", "function": function })
}

/// A conversation as chat templates expect it that know functions.
pub fn talk(messages: &[Message]) -> Vec<Value> {
    let of = |message: &Message| {
        let mut turn = Map::new();
        turn.insert("role".into(), name(message.role).into());
        turn.insert("content".into(), message.content.as_str().into());
        if !message.calls.is_empty() {
            let calls = message.calls.iter().map(|call| {
                let function = json!({ "name": call.name, "arguments": arguments(call) });
                json!({ "type": "function", "id": call_id(&call.id), "function": function })
            });
            turn.insert("tool_calls".into(), calls.collect());
        }
        if let Some(id) = &message.call_id {
            turn.insert("tool_call_id".into(), call_id(id).into());
            // Some templates want the function's name.
            let mut calls = messages.iter().flat_map(|message| &message.calls);
            if let Some(call) = calls.rfind(|call| call.id == *id) {
                turn.insert("name".into(), call.name.as_str().into());
            }
        }
        Value::Object(turn)
    };
    messages.iter().map(of).collect()
}

/// Some templates insist on nine letters and digits, which others' calls are not named by.
fn call_id(id: &str) -> String {
    let fits = id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { id.to_owned() } else { BlobHash::of(id.as_bytes()).to_string().chars().take(9).collect() }
}

/// A conversation for templates that take one call in a turn: each is followed by its result.
pub fn one_by_one(messages: &[Message]) -> Vec<Message> {
    let mut turns: Vec<Message> = Vec::with_capacity(messages.len());
    let mut told = vec![false; messages.len()];
    for (at, message) in messages.iter().enumerate() {
        if told[at] {
            continue;
        }
        if message.calls.len() < 2 {
            turns.push(message.clone());
            continue;
        }
        for (number, call) in message.calls.iter().enumerate() {
            let words = if number == 0 { message.content.as_str() } else { "" };
            turns.push(Message { calls: vec![call.clone()], ..Message::new(message.role, words) });
            let mut results = (at + 1..messages.len()).take_while(|&next| messages[next].role == Role::Tool);
            if let Some(at) = results.find(|&next| !told[next] && messages[next].call_id.as_ref() == Some(&call.id)) {
                told[at] = true;
                turns.push(messages[at].clone());
            }
        }
    }
    turns
}

/// A conversation for models whose templates know no functions: all of it in words. Some know no system either.
pub fn told_in_words(messages: &[Message], tools: Option<&Tools>, system: bool) -> Vec<Message> {
    let mut told: Vec<Message> = Vec::with_capacity(messages.len() + 1);
    let mut after_result = false;
    for message in messages {
        let is_result = message.role == Role::Tool;
        let turn = match is_result {
            true => Message::new(Role::User, result(message)),
            false => Message::new(message.role, called(message)),
        };
        match told.last_mut() {
            // Templates want turns to take turns.
            Some(before) if after_result && turn.role == Role::User => before.content.extend(["\n", &turn.content]),
            _ => told.push(turn),
        }
        after_result = is_result || after_result && message.role == Role::User;
    }
    if let Some(tools) = tools {
        let page = page(tools);
        match told.iter_mut().find(|message| system || message.role == Role::User) {
            Some(first) if first.role == Role::System => first.content.extend(["\n\n", &page]),
            Some(first) if !system => first.content = format!("{page}\n\n{}", first.content),
            _ => told.insert(0, Message::new(Role::System, page)),
        }
    }
    told
}

fn result(message: &Message) -> String {
    format!("<tool_response>\n{}\n</tool_response>", message.content)
}

fn called(message: &Message) -> String {
    let mut text = message.content.clone();
    for call in &message.calls {
        let line = if text.is_empty() { "" } else { "\n" };
        let name = json!(call.name);
        let written = super::template::spaced(&arguments(call)).unwrap_or_default();
        let _ = write!(text, "{line}<tool_call>\n{{\"name\": {name}, \"arguments\": {written}}}\n</tool_call>");
    }
    text
}

/// What a model is told that learned no way to call functions.
fn page(tools: &Tools) -> String {
    let lines = tools.list.iter().map(|tool| super::template::spaced(&described(tool)["function"]).unwrap_or_default());
    format!(
        "These functions can be called. Each line is one of them, with a JSON schema of its arguments:\n{}\n\nTo call one, answer \
         with nothing but\n<tool_call>\n{{\"name\": \"its name\", \"arguments\": {{its arguments}}}}\n</tool_call>\nThe next message \
         then brings its result. Where none of them helps, answer in words.",
        lines.collect::<Vec<_>>().join("\n")
    )
}

/// Templates write arguments down as JSON themselves. What is none is passed on as it is.
fn arguments(call: &Call) -> Value {
    super::schema::shallow(&call.arguments).unwrap_or_else(|| call.arguments.as_str().into())
}

fn name(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::schema::Constraint;
    use crate::text::tokenizer::tests::byte_level;

    const PLACE: &str = r##"{"$schema": "x", "type": "object", "properties": {"city": {"$ref": "#/$defs/city"}, "days": {"type": "integer", "default": 1}},
        "required": ["city"], "$defs": {"city": {"type": "string", "maxLength": 9}}}"##;

    fn tool(name: &str, parameters: Option<&str>) -> Tool {
        Tool {
            name: name.into(),
            description: Some(format!("what {name} does")),
            parameters: parameters.map(Into::into),
            strict: false,
        }
    }

    fn tools(choice: ToolChoice, parallel: bool) -> Tools {
        Tools { list: vec![tool("weather", Some(PLACE)), tool("time", None)], choice, parallel }
    }

    /// Whether an answer can be said as a whole, byte by byte, and whether it may end there.
    fn follows(dialect: Dialect, tools: &Tools, schema: Option<&str>, text: &str) -> (bool, bool) {
        let tokenizer = byte_level().open().expect("a valid tokenizer");
        let mut constraint = Constraint::calling(&tokenizer, dialect, tools, schema).expect("valid schemas");
        for byte in text.bytes().map(u32::from) {
            if !constraint.allowed().expect("cheap").has(byte) {
                return (false, false);
            }
            constraint.said(byte).expect("it was allowed");
        }
        (true, constraint.may_end())
    }

    const ALL: [Dialect; 3] = [Dialect::Tagged, Dialect::Listed, Dialect::Bare];

    /// Calls, as each dialect has them.
    fn written(dialect: Dialect, calls: &[(&str, &str)]) -> String {
        let one = |(name, arguments): &(&str, &str)| {
            let object = format!(r#"{{"name": "{name}", "{}": {arguments}}}"#, dialect.arguments());
            if dialect == Dialect::Tagged { format!("<tool_call>\n{object}\n</tool_call>") } else { object }
        };
        let calls: Vec<String> = calls.iter().map(one).collect();
        match dialect {
            Dialect::Tagged => calls.join("\n"),
            Dialect::Listed => format!("[TOOL_CALLS][{}]", calls.join(", ")),
            Dialect::Bare => calls.concat(),
        }
    }

    #[test]
    fn an_answer_is_words_or_calls() {
        for dialect in ALL {
            let auto = tools(ToolChoice::Auto, true);
            let says = |text: &str| follows(dialect, &auto, None, text);
            for words in [
                "It rains. <b>1 < 2</b>, [3], {4} 🙂\n",
                "[1](2)",
                "{\"name\": \"Ann\"}",
                "{\"name\": \"weather\", \"x\": 1}",
                "",
            ] {
                assert_eq!(says(words), (true, true), "{dialect:?} {words}");
            }
            assert_eq!(
                says(&written(dialect, &[("weather", r#"{"city": "Ulm", "days": 2}"#)])),
                (true, true),
                "{dialect:?}"
            );
            assert_eq!(says(&written(dialect, &[("time", "{}")])), (true, true), "{dialect:?}");
            for wrong in [("weather", "{}"), ("weather", r#"{"city": 3}"#), ("time", r#"{"x": 1}"#)] {
                assert_eq!(says(&written(dialect, &[wrong])), (false, false), "{dialect:?} {wrong:?}");
            }
            // Without a mark it is JSON like any other.
            let other = says(&written(dialect, &[("other", "{}")]));
            assert_eq!(other, if dialect == Dialect::Bare { (true, true) } else { (false, false) }, "{dialect:?}");
            let open = written(dialect, &[("time", "{}")]);
            assert_eq!(says(&open[..open.len() - 1]), (true, false), "{dialect:?}");
        }
        let auto = tools(ToolChoice::Auto, true);
        for dialect in [Dialect::Tagged, Dialect::Listed] {
            let mixed = format!("Wait [TOOL <tool\n{}", written(dialect, &[("time", "{}")]));
            assert_eq!(follows(dialect, &auto, None, &mixed), (true, true), "{dialect:?}");
        }
        assert_eq!(follows(Dialect::Tagged, &auto, None, "Wait <tool_call>no"), (false, false));
    }

    #[test]
    fn a_call_that_must_be_is() {
        for dialect in ALL {
            let named = tools(ToolChoice::Named("time".into()), true);
            for choice in [&tools(ToolChoice::Required, true), &named] {
                assert!(!follows(dialect, choice, None, "I").0 && !follows(dialect, choice, None, "").1, "{dialect:?}");
                assert_eq!(
                    follows(dialect, choice, None, &written(dialect, &[("time", "{}")])),
                    (true, true),
                    "{dialect:?}"
                );
            }
            let other = written(dialect, &[("weather", r#"{"city": "Ulm"}"#)]);
            assert!(!follows(dialect, &named, None, &other).0, "{dialect:?}");
        }
    }

    #[test]
    fn several_calls_only_where_they_are_wanted() {
        for dialect in [Dialect::Tagged, Dialect::Listed] {
            let both = written(dialect, &[("time", "{}"), ("weather", r#"{"city": "Ulm"}"#)]);
            for choice in [ToolChoice::Auto, ToolChoice::Required] {
                assert_eq!(follows(dialect, &tools(choice.clone(), true), None, &both), (true, true), "{dialect:?}");
                assert!(!follows(dialect, &tools(choice, false), None, &both).0, "{dialect:?}");
            }
        }
    }

    #[test]
    fn what_is_no_call_follows_the_schema() {
        let schema = Some(
            r#"{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": false}"#,
        );
        for dialect in ALL {
            let auto = tools(ToolChoice::Auto, true);
            assert_eq!(follows(dialect, &auto, schema, r#"{"a": 1}"#), (true, true), "{dialect:?}");
            assert!(!follows(dialect, &auto, schema, "Hello").0, "{dialect:?}");
            assert_eq!(
                follows(dialect, &auto, schema, &written(dialect, &[("time", "{}")])),
                (true, true),
                "{dialect:?}"
            );
        }
    }

    #[test]
    fn faults_name_the_function() {
        let tokenizer = byte_level().open().expect("a valid tokenizer");
        let refused = |parameters: &str, strict: bool| {
            let list = vec![tool("time", None), Tool { strict, ..tool("odd", Some(parameters)) }];
            let tools = Tools { list, choice: ToolChoice::Auto, parallel: true };
            Constraint::calling(&tokenizer, Dialect::Tagged, &tools, None).err().map(|error| error.to_string())
        };
        let unique = r#"{"properties": {"a": {"type": "array", "uniqueItems": true}}}"#;
        let ahead = r#"{"properties": {"a": {"type": "string", "pattern": "^(?!x)y"}}}"#;
        for odd in
            [unique, ahead, r#"{"required": ["a"]}"#, r#"{"$ref": "https://example.com/x"}"#, r#"{"type": "nonsense"}"#]
        {
            assert_eq!(refused(odd, false), None, "what cannot be followed is left out of account: {odd}");
        }
        for (parameters, strict) in [(unique, true), (ahead, true), ("[1]", false), ("{", false)] {
            let error = refused(parameters, strict).unwrap_or_else(|| panic!("{parameters} is followed"));
            assert!(error.starts_with("the arguments of the tool \"odd\": the JSON schema"), "{error}");
        }
    }

    #[test]
    fn templates_tell_how_their_models_call() {
        for (template, dialect) in [
            ("{% if tools %}... <tool_call>{\"name\": ..., \"arguments\": ...}</tool_call>", Some(Dialect::Tagged)),
            ("{% if tools %}<tool_call><function=example>", None),
            ("{% if tools %}[AVAILABLE_TOOLS]{{ tools }}[TOOL_CALLS]", Some(Dialect::Listed)),
            ("{% if tools %}[TOOL_CALLS]name[ARGS]", None),
            ("{% if tools is not none %}Environment: ipython {\"name\": ..., \"parameters\": {}}", Some(Dialect::Bare)),
            ("{% for message in messages %}{{ message.content }}{% endfor %}", None),
        ] {
            assert_eq!(Dialect::of(template), dialect, "{template}");
        }
    }

    fn conversation() -> Vec<Message> {
        // The first as others name calls.
        let call = |id: &str, name: &str, arguments: &str| Call {
            id: id.into(),
            name: name.into(),
            arguments: arguments.into(),
        };
        let calls = vec![call("call_a1", "weather", r#"{"city": "Ulm"}"#), call("a23456789", "time", "{}")];
        let result =
            |id: &str, content: &str| Message { call_id: Some(id.into()), ..Message::new(Role::Tool, content) };
        vec![
            Message::new(Role::System, "Be brief."),
            Message::new(Role::User, "Weather?"),
            Message { calls, ..Message::new(Role::Assistant, "") },
            result("call_a1", "rain"),
            result("a23456789", "noon"),
        ]
    }

    #[test]
    fn templates_see_functions_calls_and_results() {
        let talk = talk(&conversation());
        assert_eq!(talk[2]["tool_calls"][0]["function"], json!({ "name": "weather", "arguments": { "city": "Ulm" } }));
        assert_eq!(talk[4], json!({ "role": "tool", "content": "noon", "tool_call_id": "a23456789", "name": "time" }));
        let id = talk[3]["tool_call_id"].as_str().expect("a name");
        assert_eq!((id.len(), &talk[2]["tool_calls"][0]["id"]), (9, &json!(id)));
        let described = described(&tool("weather", Some(r#"{"type": "object", "b": 1, "a": 2}"#)));
        let text = super::super::template::spaced(&described).expect("JSON");
        assert_eq!(
            text,
            r#"{"type": "function", "function": {"name": "weather", "description": "what weather does", "parameters": {"type": "object", "b": 1, "a": 2}}}"#
        );
    }

    #[test]
    fn models_that_know_no_functions_are_told_in_words() {
        let told = told_in_words(&conversation(), Some(&tools(ToolChoice::Auto, true)), true);
        let roles: Vec<Role> = told.iter().map(|message| message.role).collect();
        assert_eq!(roles, [Role::System, Role::User, Role::Assistant, Role::User]);
        assert!(
            told[0].content.starts_with("Be brief.\n\n") && told[0].content.contains("\n{\"name\": \"time\", "),
            "{}",
            told[0].content
        );
        let calls = [("weather", r#"{"city": "Ulm"}"#), ("time", "{}")];
        assert_eq!(told[2].content, written(Dialect::Tagged, &calls), "as it would be said again");
        assert_eq!(told[3].content, "<tool_response>\nrain\n</tool_response>\n<tool_response>\nnoon\n</tool_response>");
        let alone = [Message::new(Role::User, "Hi")];
        assert_eq!(told_in_words(&alone, None, true), alone);
        assert_eq!(told_in_words(&alone, Some(&tools(ToolChoice::Auto, true)), true)[0].role, Role::System);
        let without = told_in_words(&alone, Some(&tools(ToolChoice::Auto, true)), false);
        assert!(without.len() == 1 && without[0].content.ends_with("in words.\n\nHi"), "{without:?}");
        let more = [conversation(), vec![Message::new(Role::User, "And?")]].concat();
        let told = told_in_words(&more, None, true);
        assert!(told.len() == 4 && told[3].content.ends_with("noon\n</tool_response>\nAnd?"), "{told:?}");
    }

    #[test]
    fn calls_take_turns_where_they_must() {
        let turns = one_by_one(&conversation());
        let told: Vec<_> = turns.iter().map(|turn| (turn.role, turn.calls.len(), turn.content.as_str())).collect();
        assert_eq!(
            told[2..],
            [(Role::Assistant, 1, ""), (Role::Tool, 0, "rain"), (Role::Assistant, 1, ""), (Role::Tool, 0, "noon")]
        );
    }
}
