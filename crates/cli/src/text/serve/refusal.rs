//! What of a request a model finds fault with.
//!
//! A worker, here or across the mesh, says it in a sentence and nothing else: its words are all that there is to tell one
//! fault from another, and a client needs to know that a prompt was too long. A sentence that is not known here, as a
//! stranger's may be, blames no part of the request, and is passed on as it is.

use idlewatt_gateway::{Part, Unanswered};
use idlewatt_proto::text::{Generation, Prompt};
use std::collections::BTreeSet;

/// What has to be known of a request to blame a part of it.
#[derive(Debug)]
pub struct Blame {
    /// What the model goes on from.
    from: Part,
    /// Tokens that have a bias, and are not in the prompt.
    biased: BTreeSet<u32>,
    /// Whose a schema is of which nothing else is said.
    schemas: Part,
}

impl Blame {
    pub fn of(generation: &Generation) -> Self {
        let mut biased: BTreeSet<u32> = generation.sampling.logit_bias.iter().map(|(token, _)| *token).collect();
        let from = match &generation.prompt {
            Prompt::Chat(_) => Part::Messages,
            Prompt::Text(_) => Part::Prompt,
            Prompt::Tokens(tokens) => {
                tokens.iter().for_each(|token| _ = biased.remove(token));
                Part::Prompt
            }
        };
        let schemas =
            if generation.tools.is_some() && generation.schema.is_none() { Part::Tools } else { Part::Schema };
        Self { from, biased, schemas }
    }

    pub fn of_texts() -> Self {
        Self { from: Part::Input, biased: BTreeSet::new(), schemas: Part::Schema }
    }

    /// What is told to the client.
    pub fn told(&self, what: String) -> Unanswered {
        if self.is_too_long(&what) {
            return Unanswered::TooLong { part: self.from, what };
        }
        if what.starts_with("the arguments of the tool") {
            return Unanswered::BadRequest { part: Some(Part::Tools), what };
        }
        if what.starts_with("the JSON schema") || what.starts_with("the model's vocabulary cannot follow a JSON schema")
        {
            return Unanswered::BadRequest { part: Some(self.schemas), what };
        }
        if let Some(token) = unknown_token(&what) {
            return match self.biased.contains(&token) {
                true => Unanswered::BadRequest { part: Some(Part::LogitBias), what: format!("logit_bias: {what}") },
                false => Unanswered::BadRequest { part: Some(self.from), what },
            };
        }
        let empty = what == "the prompt is empty" || self.from == Part::Input && what.starts_with("text ");
        Unanswered::BadRequest { part: empty.then_some(self.from), what }
    }

    fn is_too_long(&self, what: &str) -> bool {
        match self.from {
            Part::Input => what.contains(" tokens, and the model takes 1 to ") && !what.contains(" has 0 tokens"),
            _ => what.contains(" tokens, and the model has room for ") || what.contains(" said leave none of the "),
        }
    }
}

/// Which token a model does not know.
fn unknown_token(what: &str) -> Option<u32> {
    let (token, _) = what.strip_prefix("token ")?.split_once(" is not in the model's vocabulary")?;
    token.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::text::Sampling;

    fn asks(prompt: Prompt, biased: &[u32]) -> Blame {
        let logit_bias = biased.iter().map(|token| (*token, 1.0)).collect();
        let sampling = Sampling { logit_bias, ..Sampling::default() };
        let generation = Generation { sampling, ..Generation::greedy(prompt, 1) };
        Blame::of(&generation)
    }

    fn bad(part: Option<Part>, what: &str) -> Unanswered {
        Unanswered::BadRequest { part, what: what.to_owned() }
    }

    #[test]
    fn a_prompt_beyond_the_context_is_too_long() {
        let what = "the prompt has 5000 tokens, and the model has room for 4096 with the answer's first one";
        let agreed = "9 tokens of prompt and 0 said leave none of the 9 agreed on";
        for what in [what, agreed] {
            for (prompt, part) in [
                (Prompt::Chat(Vec::new()), Part::Messages),
                (Prompt::Text(String::new()), Part::Prompt),
                (Prompt::Tokens(vec![1]), Part::Prompt),
            ] {
                assert_eq!(asks(prompt, &[]).told(what.into()), Unanswered::TooLong { part, what: what.into() });
            }
        }
        let what = "text 3 has 900 tokens, and the model takes 1 to 512";
        let too_long = Unanswered::TooLong { part: Part::Input, what: what.into() };
        assert_eq!(Blame::of_texts().told(what.into()), too_long);
        let what = "text 3 has 0 tokens, and the model takes 1 to 512";
        assert_eq!(Blame::of_texts().told(what.into()), bad(Some(Part::Input), what));
    }

    #[test]
    fn a_token_that_does_not_exist_is_the_biases_or_the_prompts() {
        let what = "token 999 is not in the model's vocabulary of 263";
        let biased = asks(Prompt::Chat(Vec::new()), &[5, 999]).told(what.into());
        assert_eq!(biased, bad(Some(Part::LogitBias), &format!("logit_bias: {what}")));
        for biased in [vec![], vec![999]] {
            let prompt = asks(Prompt::Tokens(vec![1, 999]), &biased).told(what.into());
            assert_eq!(prompt, bad(Some(Part::Prompt), what), "the prompt is looked at first");
        }
    }

    #[test]
    fn a_schema_is_to_blame_for_what_is_said_of_schemas() {
        let blame = asks(Prompt::Text(String::new()), &[]);
        for what in ["the JSON schema is nested more than 64 deep", "the JSON schema cannot be followed: no"] {
            assert_eq!(blame.told(what.into()), bad(Some(Part::Schema), what));
        }
        let what = "the arguments of the tool \"f\": the JSON schema cannot be followed: no";
        assert_eq!(blame.told(what.into()), bad(Some(Part::Tools), what));
    }

    #[test]
    fn other_words_blame_nothing() {
        let blame = asks(Prompt::Text(String::new()), &[7]);
        for what in
            ["", "no", "token x is not in the model's vocabulary", "token 7", "the model makes vectors, not text"]
        {
            assert_eq!(blame.told(what.into()), bad(None, what));
        }
    }

    #[test]
    fn the_words_are_those_of_a_worker() {
        let read = |file: &str| {
            let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
        };
        for (file, words) in [
            ("engine/src/text/runner.rs", " tokens, and the model has room for "),
            ("engine/src/text/runner.rs", "\"text {index} has {} tokens, and the model takes 1 to "),
            ("engine/src/text/voice.rs", "\"token {token} is not in the model's vocabulary of "),
            ("engine/src/text/voice.rs", "\"the prompt is empty\""),
            ("engine/src/text/schema.rs", "\"the JSON schema cannot be followed: "),
            ("engine/src/text/schema.rs", "\"the arguments of the tool "),
            ("engine/src/text/schema.rs", "\"the model's vocabulary cannot follow a JSON schema: "),
            ("daemon/src/provider/answer.rs", " said leave none of the "),
        ] {
            assert!(read(file).contains(words), "{words:?} is not said in {file} any more");
        }
    }
}
