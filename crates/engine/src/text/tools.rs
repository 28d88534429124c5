//! Functions that an answer may call: how a model is told of them, and what its answer may then be.
//!
//! Models learned to write calls in several ways, and small ones write them wrongly. So an answer that may call functions
//! follows a grammar of the way that its model learned: words, or calls whose arguments follow their schemas. Models that
//! learned no way are told of one in words. The gateway reads the calls from the text, which is all that travels.

use super::schema::SchemaError;
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

    /// What an answer may be, in the grammar library's variant of Lark. `schema` is for an answer in words. No schema is
    /// looked at here.
    ///
    /// # Errors
    /// When one is no JSON.
    pub fn grammar(self, tools: &Tools, schema: Option<Value>) -> Result<String, SchemaError> {
        let must = tools.choice != ToolChoice::Auto;
        let mut text = match self {
            Self::Tagged => {
                let more = if tools.parallel { r#" ("\n<tool_call>\n" call "\n</tool_call>")*"# } else { "" };
                let calls = format!(r#""\n" call "\n</tool_call>"{more}"#);
                match (must, &schema) {
                    (true, _) => format!("start: \"<tool_call>\" {calls}\n"),
                    (false, Some(_)) => format!("start: said | \"<tool_call>\" {calls}\n"),
                    // Words may come before calls.
                    (false, None) => {
                        format!("start: said | opened {calls}\nopened[lazy]: /(?s:.*)/ \"<tool_call>\"\nsaid: WORDS\n")
                            + "WORDS: /(?s:.*)/ & ~/(?s:.*)<tool_call>(?s:.*)/\n"
                    }
                }
            }
            Self::Listed => {
                let more = if tools.parallel { r#" (", " call)*"# } else { "" };
                let calls = format!(r#""[TOOL_CALLS]" " "? "[" call{more} "]""#);
                let said = if must { "" } else { "said | " };
                format!("start: {said}{calls}\nWORDS: /([^\\[](?s:.*))?/\n") + words(must, schema.is_some())
            }
            Self::Bare => {
                let said = if must { "" } else { "said | " };
                format!("start: {said}call\nWORDS: /([^{{](?s:.*))?/\n") + words(must, schema.is_some())
            }
        };
        if let Some(schema) = schema.filter(|_| !must) {
            text += &format!("said: %json {schema}\n");
        }
        let names = (0..tools.allowed().count()).map(|at| format!("call{at}")).collect::<Vec<_>>();
        text += &format!("call: {}\n", names.join(" | "));
        let arguments = self.arguments();
        for (name, tool) in names.iter().zip(tools.allowed()) {
            // Cut as the library cuts JSON: where both can come, each piece must be the same.
            let open = format!(r#""{{" "\"name\"" ": " "\"{}\"" ", " "\"{arguments}\"" ": ""#, tool.name);
            text += &format!("{name}: {open} of_{name} \"}}\"\nof_{name}: %json {}\n", parameters(tool)?);
        }
        Ok(text)
    }
}

fn words(must: bool, schema: bool) -> &'static str {
    if must || schema { "" } else { "said: WORDS\n" }
}

/// The schema of a function's arguments. What it says beyond what can be followed is left out of account, unless it is to be
/// followed strictly; of what it does not name nothing is made up.
pub fn parameters(tool: &Tool) -> Result<Value, SchemaError> {
    let mut schema = tool.parameters.as_deref().map(super::schema::parse).transpose()?.unwrap_or_default();
    schema.entry("type").or_insert_with(|| "object".into());
    let plain = ["$ref", "anyOf", "oneOf", "allOf", "patternProperties"].iter().all(|word| !schema.contains_key(*word));
    if plain {
        schema.entry("additionalProperties").or_insert(false.into());
    }
    super::schema::styled(&mut schema, !tool.strict);
    Ok(Value::Object(schema))
}

/// A function as chat templates expect it.
pub fn described(tool: &Tool) -> Value {
    let mut function = Map::new();
    function.insert("name".into(), tool.name.as_str().into());
    if let Some(description) = &tool.description {
        function.insert("description".into(), description.as_str().into());
    }
    let parameters = tool.parameters.as_deref().and_then(|text| serde_json::from_str(text).ok());
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
                json!({ "type": "function", "id": call.id, "function": function })
            });
            turn.insert("tool_calls".into(), calls.collect());
        }
        if let Some(id) = &message.call_id {
            turn.insert("tool_call_id".into(), id.as_str().into());
            // Some templates want the function's name.
            let calls = messages.iter().flat_map(|message| &message.calls);
            if let Some(call) = calls.filter(|call| call.id == *id).next_back() {
                turn.insert("name".into(), call.name.as_str().into());
            }
        }
        Value::Object(turn)
    };
    messages.iter().map(of).collect()
}

/// A conversation for models whose templates know no functions: all of it in words.
pub fn told_in_words(messages: &[Message], tools: Option<&Tools>) -> Vec<Message> {
    let mut told: Vec<Message> = Vec::with_capacity(messages.len() + 1);
    let mut was_result = false;
    for message in messages {
        let is_result = message.role == Role::Tool;
        match (told.last_mut(), is_result) {
            // Templates want turns to take turns.
            (Some(before), true) if was_result => {
                before.content.push('\n');
                before.content.push_str(&result(message));
            }
            (_, true) => told.push(Message::new(Role::User, result(message))),
            (_, false) => told.push(Message::new(message.role, called(message))),
        }
        was_result = is_result;
    }
    if let Some(tools) = tools {
        let page = page(tools);
        match told.first_mut() {
            Some(first) if first.role == Role::System => first.content = format!("{}\n\n{page}", first.content),
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
    serde_json::from_str(&call.arguments).unwrap_or_else(|_| call.arguments.as_str().into())
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
            assert_eq!(says("It rains. <b>1 < 2</b>, [3], {4} 🙂\n"), (true, true), "{dialect:?}");
            assert_eq!(
                says(&written(dialect, &[("weather", r#"{"city": "Ulm", "days": 2}"#)])),
                (true, true),
                "{dialect:?}"
            );
            assert_eq!(says(&written(dialect, &[("time", "{}")])), (true, true), "{dialect:?}");
            for wrong in [("weather", "{}"), ("weather", r#"{"city": 3}"#), ("time", r#"{"x": 1}"#), ("other", "{}")] {
                assert_eq!(says(&written(dialect, &[wrong])), (false, false), "{dialect:?} {wrong:?}");
            }
            let open = written(dialect, &[("time", "{}")]);
            assert_eq!(says(&open[..open.len() - 1]), (true, false), "{dialect:?}");
        }
        let auto = tools(ToolChoice::Auto, true);
        let mixed = format!("Wait <tool\n{}", written(Dialect::Tagged, &[("time", "{}")]));
        assert_eq!(follows(Dialect::Tagged, &auto, None, &mixed), (true, true));
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
        assert_eq!(refused(unique, false), None, "what cannot be followed is left out of account");
        for (parameters, strict) in [(unique, true), ("[1]", false), ("{", false), (r#"{"type": "nonsense"}"#, false)] {
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
        let call = |id: &str, name: &str, arguments: &str| Call {
            id: id.into(),
            name: name.into(),
            arguments: arguments.into(),
        };
        let calls = vec![call("a1", "weather", r#"{"city": "Ulm"}"#), call("a2", "time", "{}")];
        let result =
            |id: &str, content: &str| Message { call_id: Some(id.into()), ..Message::new(Role::Tool, content) };
        vec![
            Message::new(Role::System, "Be brief."),
            Message::new(Role::User, "Weather?"),
            Message { calls, ..Message::new(Role::Assistant, "") },
            result("a1", "rain"),
            result("a2", "noon"),
        ]
    }

    #[test]
    fn templates_see_functions_calls_and_results() {
        let talk = talk(&conversation());
        assert_eq!(talk[2]["tool_calls"][0]["function"], json!({ "name": "weather", "arguments": { "city": "Ulm" } }));
        assert_eq!(talk[4], json!({ "role": "tool", "content": "noon", "tool_call_id": "a2", "name": "time" }));
        let described = described(&tool("weather", Some(r#"{"type": "object", "b": 1, "a": 2}"#)));
        let text = super::super::template::spaced(&described).expect("JSON");
        assert_eq!(
            text,
            r#"{"type": "function", "function": {"name": "weather", "description": "what weather does", "parameters": {"type": "object", "b": 1, "a": 2}}}"#
        );
    }

    #[test]
    fn models_that_know_no_functions_are_told_in_words() {
        let told = told_in_words(&conversation(), Some(&tools(ToolChoice::Auto, true)));
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
        assert_eq!(told_in_words(&alone, None), alone);
        assert_eq!(told_in_words(&alone, Some(&tools(ToolChoice::Auto, true)))[0].role, Role::System);
    }
}
