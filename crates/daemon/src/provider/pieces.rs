//! What a model says at once may be more than a message holds.

use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::text::Said;
use idlewatt_proto::wire;

/// Cuts what was said into pieces that fit a message, half of one for tokens and less than half for text, which comes
/// with the last of its tokens.
pub fn pieces(said: Said) -> Vec<Said> {
    const MOST: usize = MESSAGE_BYTES / 2 - 1024;
    let (mut all, mut piece, mut bytes) = (Vec::new(), Said::default(), 0);
    for token in said.tokens {
        let size = wire::encode(&token).len();
        if bytes + size > MOST && !piece.tokens.is_empty() {
            all.push(std::mem::take(&mut piece));
            bytes = 0;
        }
        bytes += size;
        piece.tokens.push(token);
    }
    let mut text = said.text;
    while text.len() > MOST {
        let rest = text.split_off(text.floor_char_boundary(MOST));
        all.push(Said { text, tokens: std::mem::take(&mut piece.tokens) });
        text = rest;
    }
    all.push(Said { text, tokens: piece.tokens });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::UnitId;
    use idlewatt_proto::stream::ToRequester;
    use idlewatt_proto::text::{Alternative, TextEvent, Token};

    #[test]
    fn whatever_was_said_fits_messages_and_stays_whole() {
        let other = Alternative { id: 7, logprob: -1.0, bytes: vec![b'x'; 200] };
        let token = |id| Token { id, logprob: Some(-0.5), top: vec![other.clone(); 20], bytes: vec![b'y'; 200] };
        for (tokens, text) in [(0, 0), (1, 5), (64, 3000), (1, 100_000)] {
            let said = Said { text: "\u{e4}".repeat(text), tokens: (0..tokens).map(token).collect() };
            let pieces = pieces(said.clone());
            let ids = |said: &Said| said.tokens.iter().map(|token| token.id).collect::<Vec<_>>();
            assert_eq!(pieces.iter().flat_map(ids).collect::<Vec<_>>(), ids(&said));
            assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), said.text);
            for piece in pieces {
                let message = ToRequester::Text { unit: UnitId([0; 32]), event: TextEvent::Said(piece) };
                assert!(wire::encode(&message).len() <= MESSAGE_BYTES);
            }
        }
    }
}
