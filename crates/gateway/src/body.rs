//! Request bodies: read within bounds, and parsed with the place of whatever is wrong.

use crate::error::ApiError;
use crate::limits::{BODY_BYTES, BODY_WITHIN, DRAIN_BYTES};
use crate::object::Object;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use tokio::time::timeout;

/// Reads a body and parses it.
pub async fn read<T: DeserializeOwned>(body: impl Body<Data = Bytes> + Unpin) -> Result<T, ApiError> {
    if body.size_hint().lower() > DRAIN_BYTES {
        return Err(ApiError::TooLarge);
    }
    let bytes = timeout(BODY_WITHIN, gather(body)).await.map_err(|_| ApiError::Late)??;
    parse(&bytes)
}

async fn gather(mut body: impl Body<Data = Bytes> + Unpin) -> Result<Vec<u8>, ApiError> {
    let (mut kept, mut seen) = (Vec::new(), 0u64);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| ApiError::BrokeOff)?.into_data() else { continue };
        seen += data.len() as u64;
        if seen > DRAIN_BYTES {
            return Err(ApiError::TooLarge);
        }
        match seen <= BODY_BYTES {
            true => kept.extend_from_slice(&data),
            false => kept = Vec::new(),
        }
    }
    if seen > BODY_BYTES { Err(ApiError::TooLarge) } else { Ok(kept) }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let Object(parsed) = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let param = error.path().to_string();
        let source = error.into_inner();
        match source.classify() {
            Category::Data if !bytes.trim_ascii_start().starts_with(b"{") => ApiError::NotObject,
            Category::Data if param == "." => ApiError::Body(source),
            Category::Data => ApiError::Type { param, source },
            Category::Syntax | Category::Eof | Category::Io => ApiError::Json(source),
        }
    })?;
    json.end().map_err(ApiError::Json)?;
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Shape;
    use crate::ask;
    use crate::wire::{Ask, EmbedAsk};
    use idlewatt_proto::text::{Message, Prompt, Role};
    use proptest::prelude::*;

    /// Every field, so that a change of any byte hits one.
    const EVERYTHING: &str = r#"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}]},{"role":"assistant","tool_calls":[{"id":"i",
        "type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"1","tool_call_id":"i"}],
        "prompt":[[1,2],[3]],"stream":true,"stream_options":{"include_usage":true},"n":2,"best_of":2,"echo":false,
        "suffix":"","max_tokens":5,"max_completion_tokens":null,"temperature":0.5,"top_p":1,"top_k":-1,"min_p":0.1,
        "seed":-5,"repeat_penalty":1.1,"presence_penalty":0,"frequency_penalty":0,"logit_bias":{"5":-1.5},"stop":["a"],
        "logprobs":true,"top_logprobs":3,"response_format":{"type":"json_schema","json_schema":{"schema":{"a":[1]}}},
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"a":1},"strict":true}}],"tool_choice":"auto","parallel_tool_calls":true,"function_call":"none","functions":null,"modalities":["text"],"input":"x","encoding_format":"base64","dimensions":3}"#;

    /// Parsing and what follows answer with a value or with a status that blames the request.
    fn is_taken_well(bytes: &[u8]) {
        for shape in [Shape::Chat, Shape::Completion] {
            let asked = parse::<Ask>(bytes).and_then(|asked| {
                ask::asked(shape, asked, vec![Prompt::Chat(vec![Message::new(Role::User, "x")])], Vec::new())
            });
            if let Err(error) = asked {
                assert_eq!(error.status(), 400, "{error}");
                assert!(serde_json::from_slice::<serde_json::Value>(&error.json()).is_ok());
            }
        }
        if let Err(error) = parse::<EmbedAsk>(bytes) {
            assert_eq!(error.status(), 400, "{error}");
        }
    }

    #[test]
    fn everything_is_understood() {
        let asked = parse::<Ask>(EVERYTHING.as_bytes()).expect("a request");
        ask::asked(Shape::Chat, asked, vec![Prompt::Chat(vec![Message::new(Role::User, "x")])], Vec::new())
            .expect("one that can be answered");
        parse::<EmbedAsk>(EVERYTHING.as_bytes()).expect("a request");
    }

    proptest! {
        #[test]
        fn noise_is_no_request(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            is_taken_well(&bytes);
        }

        #[test]
        fn a_damaged_request_is_one_or_none(
            at in 0..EVERYTHING.len(), length in 0..20usize, with in "[-0-9a-z\\[\\]{}\",:.]{0,6}"
        ) {
            let mut text = EVERYTHING.to_owned();
            text.replace_range(at..(at + length).min(EVERYTHING.len()), &with);
            is_taken_well(text.as_bytes());
        }
    }
}
