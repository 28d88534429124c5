//! Everything that is refused, in OpenAI's shape and with the right status.

mod common;
mod scripted;

use common::Server;
use scripted::{EMBED_MODEL, MODEL};
use serde_json::{Value, json};

fn error(status: u16, code: &str, param: Option<&str>) -> (u16, String, Option<String>) {
    (status, code.to_owned(), param.map(str::to_owned))
}

fn chat(more: Value) -> Value {
    let mut body = json!({ "model": MODEL, "messages": [{ "role": "user", "content": "Hi" }] });
    body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    body
}

#[tokio::test]
async fn unknown_places_and_methods_are_named() {
    let server = Server::start().await;
    for path in ["/", "/v1", "/v1/models/", "/v1/chat", "/v1/chat/completions/", "/v2/models"] {
        let answer = server.get(path).await;
        assert_eq!(answer.error(), error(404, "unknown_url", None), "{path}");
        assert!(answer.message().contains(path));
    }
    for (method, path, allowed) in [
        ("GET", "/v1/chat/completions", "POST"),
        ("PUT", "/v1/completions", "POST"),
        ("GET", "/v1/embeddings", "POST"),
        ("OPTIONS", "/v1/embeddings", "POST"),
        ("POST", "/v1/models", "GET"),
        ("DELETE", "/v1/models/x", "GET"),
        ("POST", "/health", "GET"),
    ] {
        let answer = server.send(method, path, &[], b"").await;
        assert_eq!(answer.error(), error(405, "method_not_allowed", None), "{method} {path}");
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
    }
}

#[tokio::test]
async fn json_that_is_none_is_answered_with_its_place() {
    let server = Server::start().await;
    for body in ["", "{", "nonsense", "{\"model\": \"x\",\n  \"messages\": [}", "{} {}", "{\"model\": \"\u{1}\"}"] {
        let answer = server.send("POST", "/v1/chat/completions", &[], body.as_bytes()).await;
        assert_eq!(answer.error(), error(400, "invalid_json", None), "{body:?}");
        assert!(answer.message().contains("line "), "{}", answer.message());
    }
    let answer = server.send("POST", "/v1/embeddings", &[], b"\xff\xfe{}").await;
    assert_eq!(answer.error(), error(400, "invalid_json", None));
    for body in ["[]", "7", " null", "\"x\"", "[\"m\", [[\"user\", \"Hi\", null]]]"] {
        let answer = server.send("POST", "/v1/completions", &[], body.as_bytes()).await;
        assert_eq!(answer.error(), error(400, "invalid_type", None), "{body}");
        assert_eq!(answer.message(), "the body must be a JSON object", "{body}");
    }
    let deep = format!("{{\"tools\": {}", "[".repeat(100_000));
    assert_eq!(server.send("POST", "/v1/completions", &[], deep.as_bytes()).await.status, 400);
}

#[tokio::test]
async fn a_wrong_type_is_named_by_its_path() {
    let server = Server::start().await;
    for (more, param) in [
        (json!({ "model": 7 }), "model"),
        (json!({ "temperature": "hot" }), "temperature"),
        (json!({ "max_tokens": -1 }), "max_tokens"),
        (json!({ "max_tokens": 1.5 }), "max_tokens"),
        (json!({ "n": "two" }), "n"),
        (json!({ "stop": [1] }), "stop[0]"),
        (json!({ "stop": vec!["x"; 17] }), "stop"),
        (json!({ "stream": "yes" }), "stream"),
        (json!({ "stream_options": { "include_usage": 1 } }), "stream_options.include_usage"),
        (json!({ "messages": "Hi" }), "messages"),
        (json!({ "messages": [{ "content": "Hi" }] }), "messages[0]"),
        (json!({ "messages": [{ "role": "wizard", "content": "Hi" }] }), "messages[0].role"),
        (json!({ "messages": [{ "role": "user", "content": 7 }] }), "messages[0].content"),
        (json!({ "messages": [["user", "Hi", null]] }), "messages[0]"),
        (json!({ "messages": [{ "role": "user", "content": [["text", "Hi"]] }] }), "messages[0].content[0]"),
        (json!({ "stream_options": [true] }), "stream_options"),
        (json!({ "response_format": ["text", null] }), "response_format"),
        (json!({ "response_format": { "type": "json_schema", "json_schema": [{}] } }), "response_format.json_schema"),
        (json!({ "logit_bias": { "x": 1 } }), "logit_bias"),
        (json!({ "logit_bias": { "1": "much" } }), "logit_bias.1"),
        (json!({ "response_format": { "type": "yaml" } }), "response_format.type"),
        (json!({ "logprobs": "yes" }), "logprobs"),
    ] {
        let answer = server.chat(chat(more.clone())).await;
        let (status, code, named) = answer.error();
        assert_eq!((status, code.as_str()), (400, "invalid_type"), "{more}: {}", answer.body);
        let named = named.unwrap_or_default();
        assert!(named.starts_with(param), "{more} is wrong in {param}, not {named}");
    }
    let picture = json!([{ "type": "text", "text": "?" }, { "type": "image_url", "image_url": { "url": "data:," } }]);
    let answer = server.chat(chat(json!({ "messages": [{ "role": "user", "content": picture }] }))).await;
    assert_eq!(answer.error(), error(400, "invalid_type", Some("messages[0].content[1]")));
    assert!(answer.message().contains("image_url"), "{}", answer.message());
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_words_of_json() {
    let server = Server::start().await;
    for (more, says) in [
        (json!({ "max_tokens": -1 }), "`-1`, expected a whole number from 0 to 4294967295"),
        (
            json!({ "max_tokens": 1_000_000_000_000_u64 }),
            "`1000000000000`, expected a whole number from 0 to 4294967295",
        ),
        (json!({ "max_tokens": 2.5 }), "number `2.5`, expected a whole number from 0 to 4294967295"),
        (json!({ "top_logprobs": -1 }), "expected a whole number, at least 0"),
        (json!({ "temperature": "hot" }), "string \"hot\", expected a number"),
        (json!({ "temperature": {} }), "an object, expected a number"),
        (json!({ "logit_bias": { "1": [] } }), "an array, expected a number"),
        (json!({ "seed": 0.5 }), "expected a whole number from -9223372036854775808"),
        (json!({ "response_format": "json" }), "string \"json\", expected an object"),
        (json!({ "messages": "Hi" }), "string \"Hi\", expected an array"),
        (json!({ "messages": [[]] }), "an array, expected an object"),
    ] {
        let answer = server.chat(chat(more)).await;
        assert_eq!((answer.status, answer.message().contains(says)), (400, true), "{says}: {}", answer.message());
    }
    for (input, says) in [("", "text 0 is empty"), (&*"x".repeat(524_289), "text 0 has 524289 bytes, more than 524288")]
    {
        let answer = server.post("/v1/embeddings", &json!({ "model": EMBED_MODEL, "input": input })).await;
        assert_eq!((answer.status, answer.message().as_str()), (400, says));
    }
}

fn tool(name: &str) -> Value {
    json!({ "type": "function", "function": { "name": name } })
}

fn call(name: &str) -> Value {
    json!({ "id": "a", "type": "function", "function": { "name": name, "arguments": "{}" } })
}

#[tokio::test]
async fn a_value_that_cannot_be_is_named() {
    let server = Server::start().await;
    for (more, param) in [
        (json!({ "temperature": 11 }), "temperature"),
        (json!({ "temperature": 1e300 }), "temperature"),
        (json!({ "top_p": -0.5 }), "top_p"),
        (json!({ "top_k": -2 }), "top_k"),
        (json!({ "min_p": 2 }), "min_p"),
        (json!({ "repetition_penalty": 0 }), "repetition_penalty"),
        (json!({ "presence_penalty": 2.1 }), "presence_penalty"),
        (json!({ "frequency_penalty": -2.1 }), "frequency_penalty"),
        (json!({ "logit_bias": { "1": 100.5 } }), "logit_bias"),
        (json!({ "logit_bias": { "1": -101 } }), "logit_bias"),
        (json!({ "logit_bias": { "1": 1e300 } }), "logit_bias"),
        (json!({ "max_tokens": 0 }), "max_tokens"),
        (json!({ "stop": "" }), "stop"),
        (json!({ "n": 0 }), "n"),
        (json!({ "n": 33 }), "n"),
        (json!({ "logprobs": 3 }), "logprobs"),
        (json!({ "top_logprobs": 3 }), "top_logprobs"),
        (json!({ "logprobs": true, "top_logprobs": 21 }), "top_logprobs"),
        (json!({ "messages": [] }), "messages"),
        (json!({ "messages": [{ "role": "user" }] }), "messages"),
        (json!({ "messages": [{ "role": "assistant", "tool_calls": [{ "id": "a", "type": "custom" }] }] }), "messages"),
        (json!({ "messages": [{ "role": "user", "content": "x", "tool_calls": [call("f")] }] }), "messages"),
        (json!({ "tools": [{ "type": "function" }] }), "tools"),
        (json!({ "tools": [{ "type": "web_search" }] }), "tools"),
        (json!({ "tools": [tool("two words")] }), "tools"),
        (json!({ "tools": [tool("f"), tool("f")] }), "tools"),
        (json!({ "tools": [{ "type": "function", "function": { "name": "f", "parameters": [] } }] }), "tools"),
        (json!({ "tools": (0..129).map(|at| tool(&format!("f{at}"))).collect::<Vec<_>>() }), "tools"),
        (
            json!({ "tools": [tool("f")], "tool_choice": { "type": "function", "function": { "name": "x" } } }),
            "tool_choice",
        ),
        (json!({ "tools": [tool("f")], "tool_choice": { "type": "allowed_tools" } }), "tool_choice"),
        (json!({ "functions": [{}] }), "functions"),
        (json!({ "tool_choice": "required" }), "tool_choice"),
        (json!({ "tools": [], "tool_choice": { "type": "function", "function": { "name": "x" } } }), "tool_choice"),
        (json!({ "tool_choice": false }), "tool_choice"),
        (json!({ "function_call": { "name": "x" } }), "function_call"),
        (json!({ "modalities": ["text", "audio"] }), "modalities"),
        (
            json!({ "response_format": { "type": "json_schema", "json_schema": { "schema": true } } }),
            "response_format.json_schema.schema",
        ),
    ] {
        let answer = server.chat(chat(more)).await;
        assert_eq!(answer.error(), error(400, "invalid_value", Some(param)), "{}", answer.body);
    }
    for choice in [json!("none"), json!("auto"), Value::Null] {
        let answer = server.chat(chat(json!({ "tool_choice": choice, "function_call": choice }))).await;
        assert_eq!(answer.status, 200, "{choice}: {}", answer.body);
    }
    let at_most = json!({ "presence_penalty": -2, "frequency_penalty": 2, "logit_bias": { "1": 100, "2": -100 } });
    assert_eq!(server.chat(chat(at_most)).await.status, 200);
    let long = json!({ "messages": [{ "role": "user", "content": "x".repeat(600_000) }] });
    assert_eq!(server.chat(chat(long)).await.error(), error(400, "context_length_exceeded", Some("messages")));
    for (more, param) in [
        (json!({ "suffix": "end" }), "suffix"),
        (json!({ "best_of": 3 }), "best_of"),
        (json!({ "logprobs": 21 }), "logprobs"),
        (json!({ "logprobs": true }), "logprobs"),
        (json!({ "echo": true, "logprobs": 1 }), "echo"),
        (json!({ "echo": true, "prompt": [1, 2] }), "echo"),
        (json!({ "prompt": [] }), "prompt"),
        (json!({ "prompt": [[]] }), "prompt"),
        (json!({ "prompt": vec!["x"; 33] }), "n"),
    ] {
        let mut body = json!({ "model": MODEL, "prompt": "Hi" });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let answer = server.complete(body).await;
        assert_eq!(answer.error(), error(400, "invalid_value", Some(param)), "{}", answer.body);
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let server = Server::start().await;
    for (path, body, param) in [
        ("/v1/chat/completions", json!({ "model": MODEL }), "messages"),
        ("/v1/chat/completions", json!({ "messages": [{ "role": "user", "content": "" }] }), "model"),
        ("/v1/completions", json!({ "model": MODEL, "prompt": null }), "prompt"),
        ("/v1/completions", json!({ "model": "", "prompt": "x" }), "model"),
        ("/v1/embeddings", json!({ "model": MODEL }), "input"),
        ("/v1/embeddings", json!({ "input": "x" }), "model"),
        (
            "/v1/chat/completions",
            chat(json!({ "response_format": { "type": "json_schema" } })),
            "response_format.json_schema.schema",
        ),
    ] {
        let answer = server.post(path, &body).await;
        assert_eq!(answer.error(), error(400, "missing_required_parameter", Some(param)), "{path} {body}");
    }
}

#[tokio::test]
async fn what_the_backend_says_no_to_has_its_status() {
    let server = Server::start().await;
    for stream in [false, true] {
        let ask = async |model: &str| server.chat(chat(json!({ "model": model, "stream": stream }))).await;
        let unknown = ask("gpt-4o").await;
        assert_eq!(unknown.error(), error(404, "model_not_found", Some("model")));
        assert!(unknown.message().contains("gpt-4o"));
        let busy = ask("scripted-busy").await;
        assert_eq!(busy.error(), error(429, "busy", None));
        assert!(busy.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
        assert_eq!(ask("scripted-nobody").await.error(), error(503, "no_provider", None));
        let refused = ask("scripted-refusing").await;
        assert_eq!(refused.error(), error(400, "", None), "also after somebody has taken it");
        assert_eq!(refused.message(), "nobody can say that");
        for (model, code, param) in [
            ("scripted-narrow", "context_length_exceeded", "messages"),
            ("scripted-schemaless", "invalid_value", "response_format"),
            ("scripted-unbiased", "invalid_value", "logit_bias"),
        ] {
            assert_eq!(ask(model).await.error(), error(400, code, Some(param)), "{model}");
        }
        let narrow = json!({ "model": "scripted-narrow", "prompt": "Hi", "stream": stream });
        let narrow = server.complete(narrow).await;
        assert_eq!(narrow.error(), error(400, "context_length_exceeded", Some("prompt")));
        assert_eq!(narrow.message(), "the prompt has 9 tokens too many");
    }
    let narrow = server.post("/v1/embeddings", &json!({ "model": "scripted-narrow", "input": "Hi" })).await;
    assert_eq!(narrow.error(), error(400, "context_length_exceeded", Some("input")));
    assert_eq!(server.get("/v1/models/gpt-4o").await.error(), error(404, "model_not_found", Some("model")));
}

#[tokio::test]
async fn an_answer_that_breaks_is_never_taken_for_one() {
    let server = Server::start().await;
    for (model, status, code) in
        [("scripted-failing", 500, ""), ("scripted-broken", 500, ""), ("scripted-interrupted", 503, "interrupted")]
    {
        let whole = server.chat(chat(json!({ "model": model }))).await;
        assert_eq!(whole.error(), error(status, code, None), "{model}");
        let stream = server.chat(chat(json!({ "model": model, "stream": true }))).await;
        assert_eq!(stream.status, 200, "it had begun");
        let (events, done) = stream.lines();
        assert_eq!(done, None, "{model}");
        let last = events.last().expect("an event");
        assert_eq!(last["error"], whole.json()["error"], "{model}");
        assert!(events.iter().all(|event| event["choices"][0]["finish_reason"].is_null()), "{model}");
        let several = server.chat(chat(json!({ "model": model, "n": 5 }))).await;
        assert_eq!(several.status, status, "{model}");
    }
}

#[tokio::test]
async fn embeddings_refuse_what_they_cannot_do() {
    let server = Server::start().await;
    for (more, code, param) in [
        (json!({ "input": [1, 2] }), "invalid_value", "input"),
        (json!({ "input": [] }), "invalid_value", "input"),
        (json!({ "input": ["a", ""] }), "invalid_value", "input"),
        (json!({ "input": vec!["x"; 2049] }), "invalid_type", "input"),
        (json!({ "input": { "a": 1 } }), "invalid_type", "input"),
        (json!({ "input": "x", "dimensions": 0 }), "invalid_value", "dimensions"),
        (json!({ "input": "x", "dimensions": 9 }), "invalid_value", "dimensions"),
        (json!({ "input": "x", "encoding_format": "hex" }), "invalid_type", "encoding_format"),
    ] {
        let mut body = json!({ "model": EMBED_MODEL });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let answer = server.post("/v1/embeddings", &body).await;
        let (status, got, named) = answer.error();
        assert_eq!((status, got.as_str()), (400, code), "{body}");
        assert!(named.unwrap_or_default().starts_with(param), "{body}");
    }
    for (model, status) in [(MODEL, 404), ("scripted-forgetful", 500), ("scripted-infinite", 500)] {
        let answer = server.post("/v1/embeddings", &json!({ "model": model, "input": ["a", "b"] })).await;
        assert_eq!(answer.error().0, status, "{model}");
    }
}
