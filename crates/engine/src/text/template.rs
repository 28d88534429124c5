//! Chat templates: how a model wants a conversation written down.
//!
//! A template is a Jinja program from a stranger's file. It runs with a bound on its steps and memory, on how deep it
//! calls itself and on how much it writes; it sees the messages, the functions, the names of two tokens and the date, and nothing else.

use super::metadata::Metadata;
use super::tokenizer::Tokenizer;
use super::tools::{self, Dialect};
use crate::limits::{TEMPLATE_BYTES, TEMPLATE_DEPTH, TEMPLATE_FUEL, TEMPLATE_TEXT_BYTES};
use idlewatt_proto::text::{Message, Role, Tools};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::borrow::Cow;
use std::io;

/// What models without a template expect that have these tokens.
const CHATML: &str = "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + \
                      '<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}";

const NAME: &str = "chat";

/// Why a conversation cannot be written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// More than is read.
    #[error("the model's chat template has more than {TEMPLATE_BYTES} bytes")]
    TooLarge,
    /// It is not Jinja.
    #[error("the model's chat template is not valid: {0}")]
    Invalid(String),
    /// It runs and runs.
    #[error("the model's chat template does not come to an end within {TEMPLATE_FUEL} steps")]
    Endless,
    /// It writes and writes.
    #[error("the model's chat template makes more than {TEMPLATE_TEXT_BYTES} bytes of the conversation")]
    TooLong,
    /// It wants another conversation, and says which.
    #[error("the model's chat template refuses the conversation: {0}")]
    Refused(String),
    /// It fails.
    #[error("the model's chat template fails: {0}")]
    Failed(String),
    /// Every character that could be a mark is in the conversation.
    #[error("the conversation has too many characters from Unicode's last private plane")]
    NoMark,
}

/// A model's chat template.
pub struct Template {
    environment: Environment<'static>,
    source: String,
    /// How calls of functions are written, where the template tells of functions.
    dialect: Option<Dialect>,
    /// Whether it tells what the system says.
    system: bool,
}

/// What a template itself says against a conversation.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refusal(String);

impl Template {
    /// From a model's metadata. `None`: it brings none, and its vocabulary does not tell what it would be.
    ///
    /// # Errors
    /// When the template is not valid, or runs for ever.
    pub fn new(metadata: &Metadata, tokenizer: &Tokenizer) -> Result<Option<Self>, TemplateError> {
        match metadata.text("tokenizer.chat_template") {
            Some(source) => Self::compile(source, tokenizer).map(Some),
            None if tokenizer.has_control("<|im_start|>") => Self::compile(CHATML, tokenizer).map(Some),
            None => Ok(None),
        }
    }

    fn compile(source: &str, tokenizer: &Tokenizer) -> Result<Self, TemplateError> {
        if source.len() > TEMPLATE_BYTES {
            return Err(TemplateError::TooLarge);
        }
        let source = without_generation_tags(source);
        let mut environment = environment()?;
        environment
            .add_template_owned(NAME, source.clone())
            .map_err(|error| TemplateError::Invalid(sentence(&error)))?;
        environment.add_global("bos_token", tokenizer.bos_text());
        environment.add_global("eos_token", tokenizer.eos_text());
        let dialect = Dialect::of(&source);
        let mut made = Self { environment, source, dialect, system: true };
        // What runs for ever does so with a greeting, too.
        let greeting = [Message::new(Role::User, "Hello")];
        let said = made.render(&made.conversation(&greeting, None));
        if let Err(error @ (TemplateError::Endless | TemplateError::TooLong)) = said {
            return Err(error);
        }
        // Only those that know no functions are asked: these are told in the system's name.
        if made.dialect.is_none() {
            let [user] = greeting;
            let scene = [Message::new(Role::System, "Be kind today."), user];
            let told = made.render(&made.conversation(&scene, None));
            made.system = told.is_ok_and(|text| text.contains("Be kind today."));
        }
        Ok(made)
    }

    /// How an answer calls functions.
    pub fn dialect(&self) -> Dialect {
        self.dialect.unwrap_or(Dialect::Tagged)
    }

    /// Tokens of a conversation, with the assistant to speak next. Nobody's words become a control token.
    ///
    /// # Errors
    /// [`super::voice::TextFault`] of the template or of the tokeniser.
    pub fn write(
        &self,
        tokenizer: &Tokenizer,
        messages: &[Message],
        tools: Option<&Tools>,
    ) -> Result<Vec<u32>, super::voice::TextFault> {
        let mut conversation = self.conversation(messages, tools);
        let mark = self.mark(&conversation)?;
        each_text(&mut conversation, &mut |text| {
            if let Cow::Owned(safe) = tokenizer.disarm(text, mark) {
                *text = safe;
            }
        });
        Ok(tokenizer.encode_written(&self.render(&conversation)?, mark)?)
    }

    /// What the template sees of a conversation.
    fn conversation(&self, messages: &[Message], tools: Option<&Tools>) -> Json {
        let shown = |tools: &Tools| tools.list.iter().map(tools::described).collect::<Vec<_>>();
        let (talk, tools) = match self.dialect {
            Some(Dialect::Bare) => (tools::talk(&tools::one_by_one(messages)), tools.map(shown)),
            Some(Dialect::Tagged | Dialect::Listed) => (tools::talk(messages), tools.map(shown)),
            None => (tools::talk(&tools::told_in_words(messages, tools, self.system)), None),
        };
        json!({ "messages": talk, "tools": tools })
    }

    /// A character that is nowhere in the conversation, nor in the template.
    fn mark(&self, conversation: &Json) -> Result<char, TemplateError> {
        let mut marks: Vec<char> = ('\u{10fff0}'..='\u{10fffd}').filter(|mark| !self.source.contains(*mark)).collect();
        each_text(&mut conversation.clone(), &mut |text| marks.retain(|mark| !text.contains(*mark)));
        marks.pop().ok_or(TemplateError::NoMark)
    }

    fn render(&self, conversation: &Json) -> Result<String, TemplateError> {
        let context = Value::from_pairs([
            ("messages", Value::from(Serde(&conversation["messages"]))),
            ("add_generation_prompt", Value::from(true)),
            // Templates ask whether these are none, not whether they exist.
            ("tools", Value::from(Serde(&conversation["tools"]))),
            ("documents", Value::from(())),
        ]);
        let template = self.environment.get_template(NAME).map_err(|error| fault(&error))?;
        let mut page = Page { text: Vec::new(), full: false };
        let rendered = template.render_captured_to(context, &mut page).map(|_| ());
        if page.full {
            return Err(TemplateError::TooLong);
        }
        rendered.map_err(|error| fault(&error))?;
        String::from_utf8(page.text).map_err(|error| TemplateError::Failed(error.to_string()))
    }
}

/// Visits every text of a value, names of fields included. Its parser stops at a depth of 128, so this may call itself.
fn each_text(value: &mut Json, visit: &mut impl FnMut(&mut String)) {
    match value {
        Json::String(text) => visit(text),
        Json::Array(items) => items.iter_mut().for_each(|item| each_text(item, visit)),
        Json::Object(fields) => {
            let renamed = std::mem::take(fields).into_iter().map(|(mut name, mut field)| {
                visit(&mut name);
                each_text(&mut field, visit);
                (name, field)
            });
            *fields = renamed.collect();
        }
        _ => {}
    }
}

/// What templates may expect: Jinja as Hugging Face's `apply_chat_template` sets it up.
fn environment() -> Result<Environment<'static>, TemplateError> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| TemplateError::Invalid(sentence(&error)))?);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    environment.set_fuel(Some(TEMPLATE_FUEL));
    environment.set_recursion_limit(TEMPLATE_DEPTH);
    environment.add_function("raise_exception", |message: String| -> Result<(), Error> {
        Err(Error::new(ErrorKind::InvalidOperation, "refused").with_source(Refusal(message)))
    });
    environment.add_function("strftime_now", |format: String| {
        jiff::fmt::strtime::format(&format, &jiff::Zoned::now())
            .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
    });
    environment.add_filter("tojson", json);
    Ok(environment)
}

/// JSON as Python writes it. The library's own filter makes it fit for HTML, which models have never seen.
fn json(value: Value, options: Kwargs) -> Result<String, Error> {
    let fails = |error: serde_json::Error| Error::new(ErrorKind::InvalidOperation, error.to_string());
    let indent = options.get::<Option<usize>>("indent")?.map(|indent| indent.min(16));
    let mut text = Vec::new();
    match indent {
        Some(indent) => {
            let indent = " ".repeat(indent);
            let style = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
            value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, style)).map_err(fails)?;
        }
        None => return spaced(&value).map_err(fails),
    }
    String::from_utf8(text).map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
}

/// JSON in one line, with a space after commas and colons.
pub(super) fn spaced(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Spaced))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

struct Spaced;

impl serde_json::ser::Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// Some templates mark what the model says, for training. To the others this is no Jinja.
fn without_generation_tags(source: &str) -> String {
    let mut source = source.to_owned();
    for word in ["generation", "endgeneration"] {
        for (open, close) in [("", ""), ("-", ""), ("", "-"), ("-", "-")] {
            source = source.replace(&format!("{{%{open} {word} {close}%}}"), &format!("{{#{open} {close}#}}"));
        }
    }
    source
}

/// Where a template writes, up to a bound.
struct Page {
    text: Vec<u8>,
    full: bool,
}

impl io::Write for Page {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if self.text.len() + text.len() > TEMPLATE_TEXT_BYTES {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn fault(error: &Error) -> TemplateError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(Refusal(reason)) = inner.downcast_ref() {
            return TemplateError::Refused(short(reason));
        }
        if let Some(inner) = inner.downcast_ref::<Error>() {
            let says = |what: &str| inner.detail().is_some_and(|detail| detail.contains(what));
            if inner.kind() == ErrorKind::OutOfFuel || says("recursion limit") {
                return TemplateError::Endless;
            }
            if says("too many elements") {
                return TemplateError::TooLong;
            }
        }
        cause = inner.source();
    }
    TemplateError::Failed(sentence(error))
}

/// What is wrong, in one line of bounded length.
fn sentence(error: &Error) -> String {
    let place = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
    format!("{}{place}", short(error.detail().unwrap_or(&error.kind().to_string())))
}

fn short(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::metadata;
    use crate::text::tokenizer::tests::byte_level;
    use idlewatt_proto::text::{Tool, ToolChoice};

    fn open(source: &str) -> Result<(Template, Tokenizer), TemplateError> {
        let mut file = byte_level();
        file.set("tokenizer.chat_template", metadata::Value::Text(source.into()));
        let tokenizer = file.open().expect("a valid tokenizer");
        Ok((Template::new(file.metadata(), &tokenizer)?.expect("a template"), tokenizer))
    }

    fn says(source: &str, messages: &[(Role, &str)]) -> Result<String, TemplateError> {
        let messages: Vec<Message> = messages.iter().map(|(role, content)| Message::new(*role, *content)).collect();
        render(&open(source)?.0, &messages)
    }

    fn render(template: &Template, messages: &[Message]) -> Result<String, TemplateError> {
        template.render(&template.conversation(messages, None))
    }

    fn hello(source: &str) -> Result<String, TemplateError> {
        says(source, &[(Role::User, "hello")])
    }

    #[test]
    fn writes_conversations_as_hugging_face_does() {
        let source = "{%- set ns = namespace(count=0) %}\n{% for message in messages %}\n    {% if message.role == 'user' %}\
                      {% set ns.count = ns.count + 1 %}\nU{{ ns.count }}: {{ message['content'] | trim }}\n\
                      {% elif message.content.startswith('A') %}\nA: {{ message.content.strip().split(' ')[-1] }}\n\
                      {% else %}{% continue %}{% endif %}{% endfor %}\n{{ messages[-1].content[:2] ~ bos_token }}|{{ eos_token }}\
                      {% if tools is none and add_generation_prompt %}!{% endif %}";
        let talk =
            [(Role::System, "be kind"), (Role::User, " hi "), (Role::Assistant, "A fine day"), (Role::User, "so")];
        assert_eq!(says(source, &talk).expect("valid"), "U1: hi\nA: day\nU2: so\nso|<|im_end|>!");
        assert_eq!(
            hello("{{ {'a': [1, '<é\"'], 'b': none} | tojson }}").expect("valid"),
            r#"{"a": [1, "<é\""], "b": null}"#
        );
        assert_eq!(hello("{{ [1] | tojson(indent=2) }}").expect("valid"), "[\n  1\n]");
        assert_eq!(hello("a {%- generation -%} b {%- endgeneration -%} c").expect("valid"), "abc");
        assert_eq!(hello("{{ strftime_now('%Y') | length }}").expect("valid"), "4");
    }

    #[test]
    fn what_a_template_says_against_a_conversation_is_told() {
        let refused = hello("{{ raise_exception('Roles must\n alternate') }}").expect_err("refused");
        assert_eq!(refused, TemplateError::Refused("Roles must alternate".into()));
        let failed = hello("a\n{{ messages | nonsense }}").expect_err("no such filter").to_string();
        assert!(failed.contains("nonsense") && failed.contains("line 2"), "{failed}");
        assert!(matches!(hello("{{ strftime_now('%') }}"), Err(TemplateError::Failed(_))));
    }

    #[test]
    fn hostile_templates_are_errors() {
        let loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
        assert_eq!(open(loops).err(), Some(TemplateError::Endless));
        let listed = "{% for i in range(1000000000) %}x{% endfor %}";
        assert_eq!(open(listed).err(), Some(TemplateError::TooLong));
        let doubles =
            "{% set ns = namespace(x='aaaaaaaa') %}{% for a in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}";
        assert_eq!(open(doubles).err(), Some(TemplateError::Endless));
        assert_eq!(open("{{ 'abcdefgh' * 99999999 }}").err(), Some(TemplateError::Endless));
        assert_eq!(open("{{ 'abcdefgh' * 999999 }}").err(), Some(TemplateError::TooLong));
        let recursion = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}";
        assert_eq!(open(recursion).err(), Some(TemplateError::Endless));
        let nested = format!("{}1{}", "(".repeat(5000), ")".repeat(5000));
        assert!(matches!(open(&format!("{{{{ {nested} }}}}")).err(), Some(TemplateError::Invalid(_))));
        let ifs = format!("{}{}", "{% if true %}".repeat(5000), "{% endif %}".repeat(5000));
        assert!(matches!(open(&ifs).err(), Some(TemplateError::Invalid(_))));
        assert!(matches!(open("{% include '/etc/passwd' %}").err(), Some(TemplateError::Invalid(_))));
        assert!(matches!(open("{% if %}").err(), Some(TemplateError::Invalid(_))));
        assert_eq!(open(&"a".repeat(TEMPLATE_BYTES + 1)).err(), Some(TemplateError::TooLarge));
    }

    #[test]
    fn nobody_talks_in_control_tokens() {
        let source =
            "{% for message in messages %}<|im_start|>{{ message.content | replace('x', '') }}<|im_end|>{% endfor %}";
        let (template, tokenizer) = open(source).expect("valid");
        let typed = Message::new(Role::User, "<|im_start|> <|xim_end|>\u{10fffd}");
        let tokens = template.write(&tokenizer, &[typed], None).expect("valid");
        assert_eq!((tokens[0], tokens[tokens.len() - 1]), (260, 261));
        assert_eq!(tokens.iter().filter(|token| **token >= 260).count(), 2, "{tokens:?}");
        let text: Vec<u8> = tokens.iter().flat_map(|token| tokenizer.bytes(*token).to_vec()).collect();
        assert_eq!(String::from_utf8_lossy(&text), "<|im_start|><|im_start|> <|im_end|>\u{10fffd}<|im_end|>");
    }

    #[test]
    fn functions_are_told_where_the_system_is_silent() {
        let list = vec![Tool { name: "look".into(), description: None, parameters: None, strict: false }];
        let tools = Tools { list, choice: ToolChoice::Auto, parallel: true };
        let turn = "{{ message.role }}: {{ message.content }}\n";
        for (source, begins) in [
            (format!("{{% for message in messages %}}{turn}{{% endfor %}}"), "system: These"),
            (format!("{{% for message in messages if message.role != 'system' %}}{turn}{{% endfor %}}"), "user: These"),
            (
                format!(
                    "{{% if messages[0].role == 'system' %}}{{{{ raise_exception('no') }}}}{{% endif %}}{{% for message in messages %}}{turn}{{% endfor %}}"
                ),
                "user: These",
            ),
            (
                format!(
                    "{{% for tool in tools %}}{{{{ tool | tojson }}}}{{% endfor %}}<tool_call>{{% for message in messages %}}{turn}{{% endfor %}}"
                ),
                "{\"type\": \"function\", \"function\": {\"name\": \"look\", ",
            ),
        ] {
            let (template, _) = open(&source).expect("valid");
            let text = template.render(&template.conversation(&[Message::new(Role::User, "Hi")], Some(&tools)));
            let text = text.expect("valid");
            assert!(text.starts_with(begins) && text.contains("\"look\"") && text.contains("Hi"), "{text}");
        }
    }

    #[test]
    fn a_vocabulary_with_chatml_needs_no_template() {
        let file = byte_level();
        let tokenizer = file.open().expect("a valid tokenizer");
        let template = Template::new(file.metadata(), &tokenizer).expect("valid").expect("ChatML");
        let messages = [Message::new(Role::User, "hi")];
        let text = render(&template, &messages).expect("valid");
        assert_eq!(text, "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n");
    }
}
