//! `idlewatt chat`: a conversation in the terminal.

use super::arguments::Chat;
use super::input::TextInput;
use super::lines::Lines;
use super::sampling;
use super::source::Source;
use super::teller::{Outcome, Teller, follow, opened};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::{Out, Tone, harmless};
use idlewatt_control::Home;
use idlewatt_proto::text::{Finish, Generation, Message, Prompt, Role, Sampling};
use std::io::{IsTerminal, stdin};
use std::time::Instant;

const HELP: &str = "\
/reset        forget the conversation
/system TEXT  tell the model something before the conversation, and begin it anew
/save FILE    write the conversation into a file
/quit         end (so does Ctrl-D); Ctrl-C stops an answer";

/// What a line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Line<'a> {
    Nothing,
    Say(&'a str),
    Reset,
    System(&'a str),
    Save(&'a str),
    Quit,
    Help,
    Unknown(&'a str),
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Self {
        let line = line.trim();
        let (command, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (command, rest.trim()) {
            ("", _) => Self::Nothing,
            ("/reset", "") => Self::Reset,
            ("/system", text) => Self::System(text),
            ("/save", file) if !file.is_empty() => Self::Save(file),
            ("/quit" | "/exit" | "/bye", "") => Self::Quit,
            ("/help" | "/?", "") => Self::Help,
            (command, _) if command.starts_with('/') && command[1..].bytes().all(|byte| byte.is_ascii_lowercase()) => {
                Self::Unknown(command)
            }
            _ => Self::Say(line),
        }
    }
}

pub async fn chat(home: &Home, out: &Out, request: Chat) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let sampling = sampling(&request.choice);
    let probe =
        Generation { sampling: sampling.clone(), ..Generation::greedy(Prompt::Text("?".into()), request.max_tokens) };
    probe.validate().map_err(TextInput::from)?;
    let start = Instant::now();
    let Some(source) = Source::open(home, out, &request.place, &mut interrupts).await? else {
        return Ok(Exit::Interrupted);
    };
    opened(out, &source, sampling.seed, start.elapsed());
    let watched = stdin().is_terminal() && !out.json;
    let mut talk = Talk { out, source, sampling, max_tokens: request.max_tokens, messages: Vec::new(), watched };
    talk.begin(request.system.as_deref());
    talk.note(&format!("{}; /help lists commands", talk.source.title()));
    let mut lines = Lines::of_standard_input();
    let ended = loop {
        talk.ask_for_more();
        let line = tokio::select! {
            line = lines.next() => line.map_err(|source| TextInput::Read { path: "-".into(), source }),
            () = interrupts.next() => {
                // A habit from other programs; leaving by mistake would cost the conversation.
                talk.note("\nCtrl-D or /quit ends");
                continue;
            }
        };
        match line {
            Ok(Some(line)) => match talk.hear(&line, &mut interrupts).await {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(error) => break Err(error),
            },
            Ok(None) => break Ok(()),
            Err(error) => break Err(error.into()),
        }
    };
    talk.source.close().await;
    ended.map(|()| Exit::Done)
}

struct Talk<'a> {
    out: &'a Out,
    source: Source,
    sampling: Sampling,
    max_tokens: u32,
    messages: Vec<Message>,
    /// A person sits there.
    watched: bool,
}

impl<'a> Talk<'a> {
    /// Begins anew.
    fn begin(&mut self, system: Option<&str>) {
        self.messages.clear();
        let system = system.filter(|text| !text.is_empty());
        self.messages.extend(system.map(|text| Message::new(Role::System, text)));
    }

    /// What the model was told before.
    fn system(&self) -> Option<String> {
        let first = self.messages.first().filter(|message| message.role == Role::System);
        first.map(|message| message.content.clone())
    }

    fn ask_for_more(&self) {
        if self.watched {
            self.out.piece(&self.out.tone(Tone::Good, "> "));
        }
    }

    /// Something beside the conversation.
    fn note(&self, text: &str) {
        if self.watched {
            eprintln!("{}", self.out.tone(Tone::Faint, &harmless(text)));
        }
    }

    /// Does what a line asks for; `false`: that was all.
    async fn hear(&mut self, line: &str, interrupts: &mut Interrupts) -> Result<bool, Error> {
        match Line::read(line) {
            Line::Nothing => {}
            Line::Quit => return Ok(false),
            Line::Help => self.out.text(HELP),
            Line::Reset => {
                let system = self.system();
                self.begin(system.as_deref());
                self.note("forgotten");
            }
            Line::System(text) => {
                self.begin(Some(text));
                self.note("the conversation begins anew");
            }
            Line::Save(file) => match std::fs::write(file, self.written()) {
                Ok(()) => self.note(&format!("saved in {file}")),
                Err(error) => eprintln!("{file} cannot be written: {error}"),
            },
            Line::Unknown(command) => eprintln!("there is no {command}; /help lists commands"),
            Line::Say(text) => self.say(text, interrupts).await?,
        }
        Ok(true)
    }

    /// Asks for what comes next in the conversation.
    async fn ask(&self, interrupts: &mut Interrupts) -> (Teller<'a>, Result<Outcome, Error>) {
        let generation = Generation {
            sampling: self.sampling.clone(),
            ..Generation::greedy(Prompt::Chat(self.messages.clone()), self.max_tokens)
        };
        let mut teller = Teller::new(self.out);
        let outcome = follow(&mut teller, &self.source, generation, interrupts).await;
        (teller, outcome)
    }

    /// Forgets the oldest question with its answer; `false`: there is only one.
    fn forget_the_oldest(&mut self) -> bool {
        let first = usize::from(self.messages.first().is_some_and(|message| message.role == Role::System));
        let more = self.messages.len() > first + 2;
        if more {
            self.messages.drain(first..first + 2);
        }
        more
    }

    async fn say(&mut self, text: &str, interrupts: &mut Interrupts) -> Result<(), Error> {
        self.messages.push(Message::new(Role::User, text));
        let (mut teller, mut outcome) = self.ask(interrupts).await;
        // The conversation has become too long, for example: its end is worth more than its beginning.
        let mut whole = self.messages.clone();
        while matches!(&outcome, Err(error) if error.exit() == Exit::BadInput) && self.forget_the_oldest() {
            (teller, outcome) = self.ask(interrupts).await;
        }
        let forgotten = whole.len() - self.messages.len();
        let cut = teller.finish() == Some(Finish::Length);
        let answer = teller.end(None);
        match outcome {
            Ok(outcome) => {
                if forgotten > 0 {
                    self.note(&format!(
                        "the conversation was too long for the model: its oldest {forgotten} messages are forgotten"
                    ));
                }
                if matches!(outcome, Outcome::Interrupted) {
                    self.note("stopped");
                } else if cut {
                    self.note("cut off at its length: \"go on\" asks for more, --max-tokens allows more at once");
                }
                // What came of it was said, and is part of the conversation.
                self.messages.push(Message::new(Role::Assistant, answer));
                Ok(())
            }
            Err(error) if error.exit() == Exit::BadInput => {
                // As if it had not been said, so that the conversation goes on.
                whole.pop();
                self.messages = whole;
                eprintln!("{}", harmless(&error.to_string()));
                Ok(())
            }
            Err(error) if error.exit() == Exit::NoProvider && self.watched => {
                // Others may come, and the conversation is worth waiting for them.
                self.messages.pop();
                eprintln!("{}; say it again to try again", harmless(&error.to_string()));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// The conversation as text.
    fn written(&self) -> String {
        let name = |role| match role {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
            Role::Tool => "tool",
        };
        self.messages.iter().map(|message| format!("## {}\n\n{}\n\n", name(message.role), message.content)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_what_is_said() {
        let lines = [
            ("  ", Line::Nothing),
            ("hello there", Line::Say("hello there")),
            ("/reset", Line::Reset),
            ("/system be brief ", Line::System("be brief")),
            ("/system", Line::System("")),
            ("/save talk.md", Line::Save("talk.md")),
            ("/save", Line::Unknown("/save")),
            ("/quit", Line::Quit),
            ("/quti", Line::Unknown("/quti")),
            // A path is nothing that anybody means as a command.
            ("/etc/passwd is a file", Line::Say("/etc/passwd is a file")),
        ];
        for (line, meant) in lines {
            assert_eq!(Line::read(line), meant);
        }
    }
}
