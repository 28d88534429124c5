//! From tokens to text that can be shown: whole characters, and nothing that may turn out to be a stop text.

/// Holds back what is not certain yet.
pub struct Speaker {
    stops: Vec<Vec<u8>>,
    /// Not told yet.
    held: Vec<u8>,
    /// The next byte is dropped if it is a space.
    skips_space: bool,
}

/// What can be told after a token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Whole characters. What is no text in the middle of the answer is told as U+FFFD.
    pub text: String,
    /// A stop text was said. The text ends before it.
    pub stopped: bool,
}

impl Speaker {
    /// `skips_space`: a space at the very beginning is left out.
    pub fn new(stops: &[String], skips_space: bool) -> Self {
        let stops = stops.iter().filter(|stop| !stop.is_empty()).map(|stop| stop.as_bytes().to_vec()).collect();
        Self { stops, held: Vec::new(), skips_space }
    }

    /// Takes the bytes of a token; tells what is certain.
    pub fn say(&mut self, bytes: &[u8]) -> Told {
        let bytes = match bytes.split_first() {
            Some((b' ', rest)) if self.skips_space => rest,
            _ => bytes,
        };
        self.skips_space &= bytes.is_empty();
        self.held.extend_from_slice(bytes);
        if let Some(start) = self.stop() {
            let text = String::from_utf8_lossy(&self.held[..start]).into_owned();
            self.held.clear();
            return Told { text, stopped: true };
        }
        let certain = whole(&self.held[..self.uncertain()]);
        let text = String::from_utf8_lossy(&self.held[..certain]).into_owned();
        self.held.drain(..certain);
        Told { text, stopped: false }
    }

    /// What is left when the answer ends for another reason than a stop text.
    pub fn end(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.held)).into_owned()
    }

    /// Where the first stop text begins.
    fn stop(&self) -> Option<usize> {
        (0..self.held.len()).find(|start| self.stops.iter().any(|stop| self.held[*start..].starts_with(stop)))
    }

    /// Where the first thing begins that may become a stop text. What is held is never much longer than the longest.
    fn uncertain(&self) -> usize {
        let may_become = |start: &usize| self.stops.iter().any(|stop| stop.starts_with(&self.held[*start..]));
        (0..self.held.len()).find(may_become).unwrap_or(self.held.len())
    }
}

/// How many bytes there are before a character that is cut off by the end.
fn whole(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        match error.error_len() {
            Some(length) => from += error.valid_up_to() + length,
            None => return from + error.valid_up_to(),
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn speaker(stops: &[&str]) -> Speaker {
        Speaker::new(&stops.iter().map(|stop| (*stop).to_owned()).collect::<Vec<_>>(), false)
    }

    fn says(speaker: &mut Speaker, bytes: &[u8]) -> (String, bool) {
        let told = speaker.say(bytes);
        (told.text, told.stopped)
    }

    #[test]
    fn half_a_character_waits_for_the_other_half() {
        let mut speaker = speaker(&[]);
        assert_eq!(says(&mut speaker, b"a\xf0\x9f"), ("a".into(), false));
        assert_eq!(says(&mut speaker, b"\x99"), (String::new(), false));
        assert_eq!(says(&mut speaker, b"\x82b"), ("🙂b".into(), false));
        assert_eq!(says(&mut speaker, b"\xff\xe2\x82"), ("\u{fffd}".into(), false));
        assert_eq!(speaker.end(), "\u{fffd}");
    }

    #[test]
    fn a_stop_text_is_found_across_tokens() {
        let mut speaker = speaker(&["END", "ENOUGH"]);
        assert_eq!(says(&mut speaker, b"the E"), ("the ".into(), false));
        assert_eq!(says(&mut speaker, b"E"), ("E".into(), false));
        assert_eq!(says(&mut speaker, b"NDLESS"), (String::new(), true));
    }

    #[test]
    fn what_turns_out_not_to_be_a_stop_text_is_told() {
        let mut speaker = speaker(&["END"]);
        assert_eq!(says(&mut speaker, b"EN"), (String::new(), false));
        assert_eq!(says(&mut speaker, b"EMY"), ("ENEMY".into(), false));
        assert_eq!(says(&mut speaker, b" EN"), (" ".into(), false));
        assert_eq!(speaker.end(), "EN");
    }

    #[test]
    fn one_space_at_the_beginning_may_be_left_out() {
        let mut speaker = Speaker::new(&[], true);
        assert_eq!(says(&mut speaker, b""), (String::new(), false));
        assert_eq!(says(&mut speaker, b"  a"), (" a".into(), false));
        assert_eq!(says(&mut speaker, b" b"), (" b".into(), false));
    }

    proptest! {
        #[test]
        fn tells_all_before_the_first_stop_however_it_is_cut(
            text in "[ab🙂é]{0,20}", stops in prop::collection::vec("[ab🙂]{1,3}", 0..3), cuts in prop::collection::vec(1usize..4, 1..80),
        ) {
            let stops: Vec<&str> = stops.iter().map(String::as_str).collect();
            let first = stops.iter().filter_map(|stop| text.find(stop)).min();
            let mut speaker = speaker(&stops);
            let (mut told, mut stopped, mut bytes) = (String::new(), false, text.as_bytes());
            for cut in cuts.into_iter().cycle().take(200) {
                let (piece, rest) = bytes.split_at(cut.min(bytes.len()));
                let (more, stop) = says(&mut speaker, piece);
                told.push_str(&more);
                bytes = rest;
                stopped = stop;
                if stop || rest.is_empty() {
                    break;
                }
            }
            if !stopped {
                told.push_str(&speaker.end());
            }
            prop_assert_eq!(stopped, first.is_some());
            // A stop that is complete earlier may hide one that begins before it: then more is cut, never less told wrongly.
            let earliest_end = stops.iter().filter_map(|stop| Some((text.find(stop)? + stop.len(), text.find(stop)?))).min();
            match (first, earliest_end) {
                (Some(first), Some((_, start))) => prop_assert!(told.len() >= first && told.len() <= start.max(first), "{:?}", told),
                _ => prop_assert_eq!(told, text),
            }
        }

        #[test]
        fn never_panics_on_bytes(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 0..20)) {
            let mut speaker = speaker(&["\u{0}a", "é"]);
            let all: Vec<u8> = pieces.concat();
            let mut told = String::new();
            let mut stopped = false;
            for piece in &pieces {
                let (text, stop) = says(&mut speaker, piece);
                told.push_str(&text);
                stopped |= stop;
                if stop { break; }
            }
            told.push_str(&speaker.end());
            if !stopped {
                prop_assert_eq!(told, String::from_utf8_lossy(&all));
            }
        }
    }
}
