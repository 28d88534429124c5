//! One answer: from a request to the tokens that a model reads, and from its logits to the pieces that are told.

use super::sampler::{Choice, Sampler, SamplerError};
use super::schema::{Constraint, SchemaError};
use super::speaker::{Speaker, Told};
use super::template::{Template, TemplateError};
use super::tokenizer::{Tokenizer, TokenizerError};
use idlewatt_proto::text::{Alternative, Finish, Generation, InvalidGeneration, Prompt, Said, Token};
use std::sync::Arc;

/// Why there is no answer. One sentence each.
#[derive(Debug, thiserror::Error)]
pub enum TextFault {
    /// A bound of the request.
    #[error(transparent)]
    Invalid(#[from] InvalidGeneration),
    /// The model cannot hold a conversation.
    #[error("the model brings no chat template, so it can only go on from a bare text")]
    NoTemplate,
    /// The template, or what it says of the conversation.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The schema.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The text.
    #[error(transparent)]
    Tokenizer(#[from] TokenizerError),
    /// A token that does not exist.
    #[error("token {token} is not in the model's vocabulary of {vocabulary}")]
    NoToken {
        /// Which.
        token: u32,
        /// How many there are.
        vocabulary: u32,
    },
    /// Nothing to go on from.
    #[error("the prompt is empty")]
    Empty,
    /// The model's arithmetic.
    #[error(transparent)]
    Sampler(#[from] SamplerError),
}

impl TextFault {
    /// Whether another request could go better. Otherwise it is the model that is broken.
    pub fn is_the_askers(&self) -> bool {
        !matches!(self, Self::Sampler(_))
    }
}

/// Tokens of what a model goes on from.
///
/// # Errors
/// When there are none, or the model does not know them, or it cannot hold a conversation.
pub fn prompt(
    tokenizer: &Tokenizer,
    template: Option<&Template>,
    generation: &Generation,
) -> Result<Vec<u32>, TextFault> {
    let tokens = match &generation.prompt {
        Prompt::Text(text) => tokenizer.encode(text)?,
        Prompt::Chat(messages) => {
            let template = template.ok_or(TextFault::NoTemplate)?;
            template.write(tokenizer, messages, generation.tools.as_deref())?
        }
        Prompt::Tokens(tokens) => tokens.clone(),
    };
    known(tokenizer, tokens.iter().copied())?;
    if tokens.is_empty() { Err(TextFault::Empty) } else { Ok(tokens) }
}

fn known(tokenizer: &Tokenizer, mut tokens: impl Iterator<Item = u32>) -> Result<(), TextFault> {
    let vocabulary = tokenizer.vocabulary();
    match tokens.find(|token| *token >= vocabulary) {
        Some(token) => Err(TextFault::NoToken { token, vocabulary }),
        None => Ok(()),
    }
}

/// What the answer must follow.
fn constraint(
    tokenizer: &Tokenizer,
    template: Option<&Template>,
    generation: &Generation,
) -> Result<Option<Constraint>, TextFault> {
    let schema = generation.schema.as_deref();
    let made = match &generation.tools {
        Some(tools) => {
            let dialect = template.ok_or(TextFault::NoTemplate)?.dialect();
            Some(Constraint::calling(tokenizer, dialect, tools, schema)?)
        }
        None => schema.map(|schema| Constraint::new(tokenizer, schema)).transpose()?,
    };
    Ok(made)
}

/// What is told with each token that was said, and what is told when the answer ends there. After a stop text or an end
/// token nothing is.
pub fn spoken(tokenizer: &Tokenizer, generation: &Generation) -> (Vec<String>, String) {
    let mut speaker = speaker(tokenizer, generation);
    let mut over = false;
    let texts = generation.said.iter().map(|token| {
        over |= tokenizer.stops(*token);
        if over {
            return String::new();
        }
        let told = speaker.say(tokenizer.spoken(*token));
        over = told.stopped;
        told.text
    });
    (texts.collect(), speaker.end())
}

fn speaker(tokenizer: &Tokenizer, generation: &Generation) -> Speaker {
    let skips_space = tokenizer.leads_with_space() && matches!(generation.prompt, Prompt::Chat(_));
    Speaker::new(&generation.stop, skips_space)
}

/// What comes of one look at the logits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// The token that the model reads next. `None`: the answer has ended.
    pub feed: Option<u32>,
    /// What is told, if anything: at most one token, and such text as became certain.
    pub said: Option<Said>,
    /// Why the answer has ended.
    pub ended: Option<Finish>,
}

/// An answer in the making.
pub struct Answer {
    tokenizer: Arc<Tokenizer>,
    sampler: Sampler,
    constraint: Option<Constraint>,
    speaker: Speaker,
    logprobs: bool,
    prompt_tokens: u32,
    /// Tokens of the answer so far, those that were said elsewhere included.
    position: u32,
    max_tokens: u32,
    ended: Option<Finish>,
}

impl Answer {
    /// The tokens that the model must have read before [`Answer::next`], prompt and what was said elsewhere; and the answer.
    /// Look at [`Answer::ended`] first: what was said elsewhere may be all of it.
    ///
    /// # Errors
    /// When the request is wrong: bounds, template, schema, or tokens that do not exist.
    pub fn begin(
        tokenizer: &Arc<Tokenizer>,
        template: Option<&Template>,
        generation: &Generation,
    ) -> Result<(Vec<u32>, Self), TextFault> {
        generation.validate()?;
        let Generation { sampling, said, .. } = generation;
        let mut tokens = prompt(tokenizer, template, generation)?;
        known(tokenizer, said.iter().copied().chain(sampling.logit_bias.iter().map(|(token, _)| *token)))?;
        let constraint = constraint(tokenizer, template, generation)?;
        let mut sampler = Sampler::new(sampling, generation.logprobs);
        sampler.read(&tokens);
        let mut answer = Self {
            tokenizer: Arc::clone(tokenizer),
            sampler,
            constraint,
            speaker: speaker(tokenizer, generation),
            logprobs: generation.logprobs.is_some(),
            prompt_tokens: tokens.len() as u32,
            position: 0,
            max_tokens: generation.max_tokens,
            ended: None,
        };
        for token in said {
            if answer.ended.is_some() {
                break;
            }
            // Its text was told, or held back, by whoever said it; what was held back comes with the next token.
            answer.take(*token)?;
        }
        tokens.extend_from_slice(said);
        Ok((tokens, answer))
    }

    /// How many tokens the prompt has.
    pub fn prompt_tokens(&self) -> u32 {
        self.prompt_tokens
    }

    /// Tokens of the answer so far, those that were said elsewhere included.
    pub fn said_tokens(&self) -> u32 {
        self.position
    }

    /// Why the answer has ended, if it has.
    pub fn ended(&self) -> Option<Finish> {
        self.ended
    }

    /// Chooses the next token. The logits are the model's after the last token that was fed; they are changed.
    ///
    /// # Errors
    /// When logits are not finite, or following the schema takes too much work.
    pub fn next(&mut self, logits: &mut [f32]) -> Result<Step, TextFault> {
        if self.ended.is_some() {
            return Ok(Step { ended: self.ended, ..Step::default() });
        }
        // Some models have more logits than tokens, for the sake of round numbers.
        let count = logits.len().min(self.tokenizer.vocabulary() as usize);
        let allowed = self.constraint.as_mut().map(Constraint::allowed).transpose()?;
        let choice = self.sampler.choose(&mut logits[..count], u64::from(self.position), allowed.as_ref())?;
        if self.tokenizer.stops(choice.id) {
            self.ended = Some(Finish::Stop);
            return Ok(Step { feed: None, said: rest(self.speaker.end()), ended: self.ended });
        }
        let id = choice.id;
        let token = self.describe(choice);
        let told = self.take(id)?;
        let mut text = told.text;
        // What was held back for fear of a stop text is told when there is none after all.
        if self.ended.is_some() && !told.stopped {
            text.push_str(&self.speaker.end());
        }
        let feed = if self.ended.is_none() { Some(id) } else { None };
        Ok(Step { feed, said: Some(Said { text, tokens: vec![token] }), ended: self.ended })
    }

    /// Ends the answer because there is no room for more in the model's context. What was held back is told.
    pub fn cut(&mut self) -> Option<Said> {
        if self.ended.is_some() {
            return None;
        }
        self.ended = Some(Finish::Length);
        rest(self.speaker.end())
    }

    /// A token of the answer, and whether it is the last one.
    fn take(&mut self, token: u32) -> Result<Told, TextFault> {
        if self.tokenizer.stops(token) {
            self.ended = Some(Finish::Stop);
            return Ok(Told::default());
        }
        self.position += 1;
        self.sampler.said(token);
        if let Some(constraint) = &mut self.constraint {
            constraint.said(token)?;
        }
        let told = self.speaker.say(self.tokenizer.spoken(token));
        let whole = self.constraint.as_ref().is_some_and(Constraint::must_end);
        self.ended = match (told.stopped || whole, self.position >= self.max_tokens) {
            (true, _) => Some(Finish::Stop),
            (false, true) => Some(Finish::Length),
            (false, false) => None,
        };
        Ok(told)
    }

    fn describe(&self, choice: Choice) -> Token {
        let Choice { id, logprob, top } = choice;
        let bytes = |id: u32| self.tokenizer.bytes(id).to_vec();
        let top = top.into_iter().map(|(id, logprob)| Alternative { id, logprob, bytes: bytes(id) }).collect();
        Token { id, logprob, top, bytes: if self.logprobs { bytes(id) } else { Vec::new() } }
    }
}

fn rest(text: String) -> Option<Said> {
    (!text.is_empty()).then_some(Said { text, tokens: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tests::byte_level;
    use idlewatt_proto::text::{Message, Role, Sampling};
    use proptest::prelude::*;

    fn tokenizer() -> Arc<Tokenizer> {
        Arc::new(byte_level().open().expect("a valid tokenizer"))
    }

    fn asks(max_tokens: u32) -> Generation {
        Generation::greedy(Prompt::Text("hello".into()), max_tokens)
    }

    /// Logits of a model that wants to say exactly this next.
    fn wants(token: u32) -> Vec<f32> {
        (0..270).map(|id| if id == token { 9.0 } else { -(id as f32) / 300.0 }).collect()
    }

    /// What is told of a model that wants to say these tokens, and how it ends.
    fn tell(answer: &mut Answer, tokens: impl IntoIterator<Item = u32>) -> (String, Vec<u32>, Option<Finish>) {
        let (mut text, mut said) = (String::new(), Vec::new());
        for token in tokens {
            let step = answer.next(&mut wants(token)).expect("finite logits");
            assert_eq!(step.feed.is_none(), step.ended.is_some(), "{step:?}");
            for piece in step.said.into_iter() {
                text.push_str(&piece.text);
                said.extend(piece.tokens.into_iter().map(|token| token.id));
            }
            if step.ended.is_some() {
                break;
            }
        }
        (text, said, answer.ended())
    }

    fn spell(text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }

    #[test]
    fn ends_at_the_end_token_at_stop_texts_and_at_the_bound() {
        let tokenizer = tokenizer();
        let begin = |generation: &Generation| Answer::begin(&tokenizer, None, generation).expect("valid");
        let (prompt, mut answer) = begin(&asks(9));
        assert_eq!((prompt, answer.prompt_tokens()), (vec![258, u32::from(b'o')], 2));
        assert_eq!(tell(&mut answer, [256, 261, 256]), ("he".into(), vec![256], Some(Finish::Stop)));
        let (_, mut answer) = begin(&asks(3));
        assert_eq!(tell(&mut answer, spell("abcdef")), ("abc".into(), spell("abc"), Some(Finish::Length)));
        let (_, mut answer) = begin(&Generation { stop: vec!["cd".into()], ..asks(9) });
        assert_eq!(tell(&mut answer, spell("abcdef")), ("ab".into(), spell("abcd"), Some(Finish::Stop)));
        let (_, mut answer) = begin(&Generation { stop: vec!["cd".into()], ..asks(3) });
        assert_eq!(tell(&mut answer, spell("abcdef")), ("abc".into(), spell("abc"), Some(Finish::Length)));
        let (_, mut answer) = begin(&Generation { stop: vec!["cd".into()], ..asks(9) });
        assert_eq!(tell(&mut answer, [97, 99, 261]), ("ac".into(), vec![97, 99], Some(Finish::Stop)));
        let (_, mut answer) = begin(&Generation { stop: vec!["cd".into()], ..asks(9) });
        assert_eq!(tell(&mut answer, spell("abc")), ("ab".into(), spell("abc"), None));
        assert_eq!(answer.cut().map(|said| said.text), Some("c".into()));
        assert_eq!((answer.ended(), answer.said_tokens()), (Some(Finish::Length), 3));
    }

    #[test]
    fn control_tokens_are_not_told_and_probabilities_are_where_asked_for() {
        let tokenizer = tokenizer();
        let (_, mut answer) = Answer::begin(&tokenizer, None, &asks(9)).expect("valid");
        assert_eq!(tell(&mut answer, [260, 97]), ("a".into(), vec![260, 97], None));
        let generation = Generation { logprobs: Some(2), ..asks(9) };
        let (_, mut answer) = Answer::begin(&tokenizer, None, &generation).expect("valid");
        let said = answer.next(&mut wants(259)).expect("finite").said.expect("a token");
        let token = &said.tokens[0];
        assert_eq!((token.id, token.bytes.as_slice(), token.top.len()), (259, &b" he"[..], 2));
        assert!(token.logprob.is_some_and(|logprob| logprob < 0.0 && logprob > -0.1), "{token:?}");
        assert_eq!((token.top[0].id, token.top[1].id, token.top[1].bytes.as_slice()), (259, 0, &b"\0"[..]));
    }

    #[test]
    fn what_was_said_elsewhere_goes_on_here() {
        let tokenizer = tokenizer();
        let text = "one 🙂 two STOP three";
        let whole = Generation { stop: vec!["STOP".into()], ..asks(99) };
        let (_, mut answer) = Answer::begin(&tokenizer, None, &whole).expect("valid");
        let (all, said, ended) = tell(&mut answer, spell(text));
        assert_eq!((all.as_str(), ended), ("one 🙂 two ", Some(Finish::Stop)));
        for cut in 0..=said.len() {
            let (_, mut first) = Answer::begin(&tokenizer, None, &whole).expect("valid");
            let (before, ..) = tell(&mut first, said[..cut].to_vec());
            let rest = Generation { said: said[..cut].to_vec(), ..whole.clone() };
            let (fed, mut second) = Answer::begin(&tokenizer, None, &rest).expect("valid");
            assert_eq!(fed[2..], said[..cut]);
            assert_eq!(second.ended(), first.ended());
            let after =
                if second.ended().is_none() { tell(&mut second, said[cut..].to_vec()).0 } else { String::new() };
            assert_eq!(before + &after, all, "cut at {cut}");
            assert_eq!((second.ended(), second.said_tokens()), (ended, said.len() as u32));
        }
        let over = Generation { said: spell("abc"), ..asks(3) };
        assert_eq!(Answer::begin(&tokenizer, None, &over).expect("valid").1.ended(), Some(Finish::Length));
    }

    #[test]
    fn whoever_judges_an_answer_knows_what_its_tokens_say() {
        let tokenizer = tokenizer();
        for (stop, text) in [("STOP", "one 🙂 two STOP"), ("STOP", "one 🙂 two ST"), ("STOP", "one \u{e9}"), ("no", "")]
        {
            let whole = Generation { stop: vec![stop.into()], ..asks(99) };
            let (_, mut answer) = Answer::begin(&tokenizer, None, &whole).expect("valid");
            let (mut told, said, ended) = tell(&mut answer, spell(text));
            told.push_str(&answer.cut().map(|said| said.text).unwrap_or_default());
            let (texts, rest) = spoken(&tokenizer, &Generation { said: said.clone(), ..whole.clone() });
            assert_eq!((texts.concat() + &rest, texts.len()), (told, said.len()), "{text}, {ended:?}");
            let cut = said.len() / 2;
            let (half, held) = spoken(&tokenizer, &Generation { said: said[..cut].to_vec(), ..whole });
            assert_eq!(half, texts[..cut]);
            assert!(held.len() <= 4, "no more than what may become a stop text");
        }
        let beyond = [spell("a"), vec![261], spell("b")].concat();
        let (texts, rest) = spoken(&tokenizer, &Generation { said: beyond, ..asks(9) });
        assert_eq!((texts.concat(), rest), ("a".to_owned(), String::new()), "nothing after the end token");
    }

    #[test]
    fn the_same_numbers_are_drawn_here_as_elsewhere() {
        let tokenizer = tokenizer();
        let sampling = Sampling { temperature: 1.5, seed: 11, frequency_penalty: 0.5, ..Sampling::default() };
        let whole = Generation { sampling, ..asks(40) };
        let run = |generation: &Generation| {
            let (_, mut answer) = Answer::begin(&tokenizer, None, generation).expect("valid");
            let mut said = generation.said.clone();
            while answer.ended().is_none() {
                let step = answer.next(&mut vec![0.0; 200]).expect("finite");
                said.extend(step.said.into_iter().flat_map(|said| said.tokens).map(|token| token.id));
            }
            said
        };
        let straight = run(&whole);
        assert_eq!(straight.len(), 40);
        assert_eq!(run(&Generation { said: straight[..17].to_vec(), ..whole }), straight);
    }

    #[test]
    fn wrong_requests_are_the_askers_fault() {
        let tokenizer = tokenizer();
        let refuse = |generation: Generation| {
            let fault = Answer::begin(&tokenizer, None, &generation).err().expect("refused");
            assert!(fault.is_the_askers());
            fault.to_string()
        };
        let chat = Prompt::Chat(vec![Message::new(Role::User, "hi")]);
        assert!(refuse(Generation { prompt: chat, ..asks(9) }).contains("no chat template"));
        assert!(refuse(Generation { prompt: Prompt::Text(String::new()), ..asks(9) }).contains("empty"));
        assert!(refuse(Generation { prompt: Prompt::Tokens(vec![263]), ..asks(9) }).contains("263"));
        assert!(refuse(Generation { said: vec![700], ..asks(9) }).contains("700"));
        assert!(refuse(asks(0)).contains("max_tokens"));
        assert!(refuse(Generation { schema: Some("[".into()), ..asks(9) }).contains("JSON"));
        let object = Some(r#"{"type": "object"}"#.into());
        assert!(refuse(Generation { schema: object, said: spell("no"), ..asks(9) }).contains("schema"));
        let biased = Sampling { logit_bias: vec![(999, 1.0)], ..Sampling::default() };
        assert!(refuse(Generation { sampling: biased, ..asks(9) }).contains("999"));
        let (_, mut answer) = Answer::begin(&tokenizer, None, &asks(9)).expect("valid");
        let fault = answer.next(&mut [f32::NAN; 263]).expect_err("broken");
        assert!(!fault.is_the_askers());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn random_models_follow_schemas(seed: u64, wish in 0usize..4) {
            let schemas = [
                r#"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"enum": ["x", null]}}, "required": ["a"], "additionalProperties": false}"#,
                r#"{"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 3}"#,
                r##"{"$defs": {"t": {"anyOf": [{"type": "null"}, {"type": "array", "items": {"$ref": "#/$defs/t"}, "maxItems": 2}]}}, "$ref": "#/$defs/t"}"##,
                r#"{"type": "object"}"#,
            ];
            let sampling = Sampling { temperature: 1.0, seed, ..Sampling::default() };
            let generation = Generation { schema: Some(schemas[wish].into()), sampling, ..asks(400) };
            let (_, mut answer) = Answer::begin(&tokenizer(), None, &generation).expect("valid");
            let (mut text, mut noise) = (String::new(), seed);
            while answer.ended().is_none() {
                // Closing marks are likely, so that most answers come to an end.
                let logits: Vec<f32> = (0..263u32).map(|id| {
                    noise = noise.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    let likes = [b'"', b'}', b']', b',', b'1'].map(u32::from).contains(&id) || id == 261;
                    (noise >> 40) as f32 / 1e7 + if likes { 4.0 } else { 0.0 }
                }).collect();
                let step = answer.next(&mut logits.clone()).expect("there is always a way on");
                text.extend(step.said.map(|said| said.text));
            }
            if answer.ended() == Some(Finish::Stop) {
                let value: serde_json::Value = match serde_json::from_str(&text) {
                    Ok(value) => value,
                    // JSON bounds no number, and this reader does.
                    Err(error) if error.to_string().starts_with("number out of range") => return Ok(()),
                    Err(error) => return Err(TestCaseError::fail(format!("{text}: {error}"))),
                };
                let follows = match wish {
                    0 => value["a"].is_number() && value.as_object().is_some_and(|fields| fields.len() <= 2)
                        && value.get("b").is_none_or(|b| b.is_null() || b == "x"),
                    1 => value.as_array().is_some_and(|items| (1..=3).contains(&items.len()) && items.iter().all(|item| item.is_boolean())),
                    2 => value.is_null() || value.as_array().is_some_and(|items| items.len() <= 2),
                    _ => value.is_object(),
                };
                prop_assert!(follows, "{text}");
            }
        }
    }
}
