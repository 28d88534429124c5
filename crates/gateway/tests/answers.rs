//! The shape of every answer, whole and as a stream.

mod common;
mod scripted;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::Server;
use idlewatt_proto::text::{Call, Prompt, Role, ToolChoice};
use scripted::{EMBED_MODEL, MODEL, WIDTH};
use serde_json::{Value, json};

fn hello() -> Value {
    json!({ "model": MODEL, "messages": [{ "role": "user", "content": "Say hello" }], "temperature": 0 })
}

fn with(mut body: Value, more: Value) -> Value {
    let more = more.as_object().expect("an object").clone();
    body.as_object_mut().expect("an object").extend(more);
    body
}

/// In alphabetical order: whether objects keep their own depends on who else uses the library.
fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// What a stream says of one choice.
fn told(events: &[Value], index: u64, text: fn(&Value) -> &Value) -> String {
    let choices = events.iter().flat_map(|event| event["choices"].as_array().expect("choices"));
    choices.filter(|choice| choice["index"] == index).filter_map(|choice| text(choice).as_str()).collect()
}

#[tokio::test]
async fn a_chat_is_answered_whole() {
    let server = Server::start().await;
    let answer = server.chat(hello()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert!(answer.header("x-request-id").is_some_and(|id| id.starts_with("req_")));
    let body = answer.json();
    let shape = ["choices", "created", "id", "model", "object", "system_fingerprint", "usage"];
    assert_eq!(keys(&body), shape);
    assert!(body["id"].as_str().is_some_and(|id| id.starts_with("chatcmpl-")));
    assert_eq!((&body["object"], &body["model"]), (&json!("chat.completion"), &json!(MODEL)));
    let choice = &body["choices"][0];
    assert_eq!(keys(choice), ["finish_reason", "index", "logprobs", "message"]);
    assert_eq!(
        (&choice["finish_reason"], &choice["index"], &choice["logprobs"]),
        (&json!("stop"), &json!(0), &Value::Null)
    );
    assert_eq!((&choice["message"]["role"], &choice["message"]["refusal"]), (&json!("assistant"), &Value::Null));
    assert!(choice["message"]["content"].as_str().is_some_and(|text| text.len() > 20));
    let usage = &body["usage"];
    assert_eq!((&usage["prompt_tokens"], &usage["prompt_tokens_details"]["cached_tokens"]), (&json!(3), &json!(0)));
    let total = 3 + usage["completion_tokens"].as_u64().expect("a count");
    assert_eq!(usage["total_tokens"], total);
    let again = server.chat(hello()).await.json();
    assert_eq!(again["usage"]["prompt_tokens_details"]["cached_tokens"], 2);
    assert_ne!(again["id"], body["id"]);
}

#[tokio::test]
async fn a_stream_says_what_the_whole_answer_says() {
    let server = Server::start().await;
    let whole = server.chat(hello()).await.json();
    let answer = server.chat(with(hello(), json!({ "stream": true }))).await;
    assert_eq!(answer.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let events = answer.events();
    let (first, last) = (&events[0], events.last().expect("an end"));
    assert_eq!(first["choices"][0]["delta"], json!({ "role": "assistant", "content": "" }));
    assert_eq!(last["choices"][0]["delta"], json!({}));
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    for event in &events {
        assert_eq!(keys(event), ["choices", "created", "id", "model", "object", "system_fingerprint"]);
        assert_eq!((&event["object"], &event["id"]), (&json!("chat.completion.chunk"), &first["id"]));
    }
    let before_last = &events[..events.len() - 1];
    assert!(before_last.iter().all(|event| event["choices"][0]["finish_reason"].is_null()));
    assert_eq!(told(&events, 0, |choice| &choice["delta"]["content"]), whole["choices"][0]["message"]["content"]);
    assert!(events.len() > 10, "it comes in pieces");
}

#[tokio::test]
async fn usage_ends_a_stream_that_asks_for_it() {
    let server = Server::start().await;
    let asked = with(hello(), json!({ "stream": true, "stream_options": { "include_usage": true } }));
    let events = server.chat(asked).await.events();
    let (last, others) = events.split_last().expect("events");
    assert_eq!(last["choices"], json!([]));
    assert_eq!(last["usage"]["prompt_tokens"], 3);
    assert!(last["usage"]["completion_tokens"].as_u64().is_some_and(|count| count > 0));
    assert!(others.iter().all(|event| event.as_object().is_some_and(|event| event["usage"].is_null())));
}

#[tokio::test]
async fn several_choices_have_seeds_of_their_own() {
    let server = Server::start().await;
    let asked = with(hello(), json!({ "n": 3, "seed": 11, "temperature": 1 }));
    let whole = server.chat(asked.clone()).await.json();
    let text = |index: usize| whole["choices"][index]["message"]["content"].as_str().expect("text").to_owned();
    assert_eq!(whole["choices"].as_array().map(Vec::len), Some(3));
    assert!(text(0) != text(1) && text(1) != text(2));
    assert_eq!(whole["usage"]["prompt_tokens"], 3, "the prompt counts once");
    let alone = server.chat(with(asked.clone(), json!({ "n": 1 }))).await.json();
    assert_eq!(alone["choices"][0]["message"]["content"], text(0));
    for seed in [12, 13] {
        let next = server.chat(with(asked.clone(), json!({ "seed": seed }))).await.json();
        for (mine, theirs) in (0..9).map(|pair| (pair / 3, pair % 3)) {
            let theirs = &next["choices"][theirs]["message"]["content"];
            assert_ne!(*theirs, text(mine), "choice {mine} again with seed {seed}");
        }
    }
    let events = server.chat(with(asked, json!({ "stream": true }))).await.events();
    for index in 0..3 {
        assert_eq!(told(&events, index, |choice| &choice["delta"]["content"]), text(index as usize));
    }
    let many = server.chat(with(hello(), json!({ "n": 32 }))).await.json();
    let indices: Vec<_> = many["choices"].as_array().expect("choices").iter().map(|c| c["index"].as_u64()).collect();
    assert_eq!(indices, (0..32).map(Some).collect::<Vec<_>>());
}

#[tokio::test]
async fn everything_that_steers_an_answer_reaches_the_model() {
    let server = Server::start().await;
    let asked = json!({
        "model": MODEL,
        "messages": [
            { "role": "developer", "content": [{ "type": "text", "text": "Be" }, { "type": "text", "text": "brief" }] },
            { "role": "user", "content": "Hi", "name": "somebody" },
            { "role": "assistant", "content": null },
            { "role": "tool", "content": "42", "tool_call_id": "x" },
        ],
        "temperature": 0.5, "top_p": 0.25, "top_k": 7, "min_p": 0.125, "seed": -1, "repeat_penalty": 1.5,
        "presence_penalty": -0.5, "frequency_penalty": 0.75, "logit_bias": { "9": -100, "3": 2.5 },
        "stop": ["a", "b"], "max_tokens": 5, "max_completion_tokens": 6, "logprobs": true, "top_logprobs": 2,
        "response_format": { "type": "json_schema", "json_schema": { "name": "n", "strict": true,
            "schema": { "type": "object", "properties": { "z": { "type": "integer" }, "a": { "type": "string" } } } } },
        "user": "u", "metadata": { "a": "b" }, "store": false, "service_tier": "auto", "parallel_tool_calls": true,
        "tools": [], "modalities": ["text"], "something_new": [1, { "a": null }], "n": null,
    });
    assert_eq!(server.chat(asked).await.status, 200);
    let last = server.backend.last();
    let Prompt::Chat(messages) = &last.prompt else { panic!("{:?}", last.prompt) };
    let messages: Vec<_> = messages.iter().map(|message| (message.role, message.content.as_str())).collect();
    let expected = [(Role::System, "Be\nbrief"), (Role::User, "Hi"), (Role::Assistant, ""), (Role::Tool, "42")];
    assert_eq!(messages, expected);
    let sampling = &last.sampling;
    assert_eq!((sampling.temperature, sampling.top_p, sampling.top_k, sampling.min_p), (0.5, 0.25, 7, 0.125));
    assert_eq!((sampling.seed, sampling.repetition_penalty), (u64::MAX, 1.5));
    assert_eq!((sampling.presence_penalty, sampling.frequency_penalty), (-0.5, 0.75));
    assert_eq!(sampling.logit_bias, [(3, 2.5), (9, -100.0)]);
    assert_eq!((last.stop, last.max_tokens, last.logprobs), (vec!["a".into(), "b".into()], 6, Some(2)));

    let schema = r#"{"type": "object", "properties": {"z": {"type": "integer"}, "a": {"type": "string"}}}"#;
    let raw = format!(
        r#"{{"model": "{MODEL}", "messages": [{{"role": "user", "content": "x"}}], "top_k": -1, "stop": "s",
            "response_format": {{"type": "json_schema", "json_schema": {{"schema": {schema}}}}}}}"#
    );
    assert_eq!(server.send("POST", "/v1/chat/completions", &[], raw.as_bytes()).await.status, 200);
    let last = server.backend.last();
    assert_eq!(last.schema.as_deref(), Some(schema), "as it was written");
    assert_eq!((last.sampling.temperature, last.sampling.top_k, last.max_tokens), (1.0, 0, 131_072));
    let seed = last.sampling.seed;
    assert_eq!(server.chat(hello()).await.status, 200);
    assert_ne!(server.backend.last().sampling.seed, seed, "without a seed there is another one each time");
    assert_eq!(server.chat(with(hello(), json!({ "response_format": { "type": "json_object" } }))).await.status, 200);
    assert_eq!(server.backend.last().schema.as_deref(), Some(r#"{"type":"object"}"#));
    assert_eq!(server.chat(with(hello(), json!({ "response_format": { "type": "text" } }))).await.status, 200);
    assert_eq!(server.backend.last().schema, None);
}

fn offering(choice: Value) -> Value {
    let schema =
        json!({ "type": "object", "properties": { "city": { "type": "string" }, "days": { "type": "integer" } } });
    let tools = json!([
        { "type": "function", "function": { "name": "weather", "description": "rain?", "parameters": schema, "strict": true } },
        { "type": "function", "function": { "name": "time" } },
    ]);
    with(hello(), json!({ "tools": tools, "tool_choice": choice }))
}

#[tokio::test]
async fn functions_are_called_and_their_results_go_back() {
    let server = Server::start().await;
    let body = server.chat(offering(json!("required"))).await.json();
    let choice = &body["choices"][0];
    assert_eq!((&choice["finish_reason"], &choice["message"]["content"]), (&json!("tool_calls"), &Value::Null));
    let calls = choice["message"]["tool_calls"].as_array().expect("calls");
    assert_eq!(keys(&calls[0]), ["function", "id", "type"]);
    let functions: Vec<_> = calls.iter().map(|call| (&call["type"], &call["function"])).collect();
    let arguments: Value = serde_json::from_str(functions[0].1["arguments"].as_str().expect("text")).expect("JSON");
    assert_eq!((&functions[0].1["name"], arguments), (&json!("weather"), json!({ "city": "words", "days": 7 })));
    assert_eq!(functions[1], (&json!("function"), &json!({ "name": "time", "arguments": "{}" })));
    let last = server.backend.last().tools.expect("functions");
    assert_eq!((last.choice, last.parallel), (ToolChoice::Required, true));
    assert_eq!((last.list[0].strict, last.list[1].parameters.as_deref()), (true, None));
    assert_eq!(last.list[0].description.as_deref(), Some("rain?"));

    let id = calls[0]["id"].as_str().expect("a name");
    assert!(id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
    let result = json!({ "role": "tool", "tool_call_id": id, "content": "rain" });
    let more = json!({ "messages": [{ "role": "user", "content": "Weather?" }, choice["message"], result] });
    let body = server.chat(with(offering(json!("auto")), more)).await.json();
    assert_eq!(body["choices"][0]["finish_reason"], "stop");
    assert!(body["choices"][0]["message"]["content"].as_str().is_some_and(|text| text.len() > 20));
    assert!(body["choices"][0]["message"].get("tool_calls").is_none());
    let Prompt::Chat(messages) = server.backend.last().prompt else { panic!("no chat") };
    let second =
        Call { id: calls[1]["id"].as_str().expect("a name").into(), name: "time".into(), arguments: "{}".into() };
    assert_eq!((messages[1].content.as_str(), &messages[1].calls[1]), ("", &second));
    assert_eq!(messages[2].call_id.as_deref(), Some(id));
}

#[tokio::test]
async fn functions_are_chosen() {
    let server = Server::start().await;
    let named = json!({ "type": "function", "function": { "name": "time" } });
    let body = server.chat(offering(named)).await.json();
    let calls = body["choices"][0]["message"]["tool_calls"].as_array().expect("calls").clone();
    assert_eq!((calls.len(), &calls[0]["function"]["name"]), (1, &json!("time")));
    let one = server.chat(with(offering(json!("auto")), json!({ "parallel_tool_calls": false }))).await.json();
    let message = &one["choices"][0]["message"];
    assert_eq!(
        (&message["content"], message["tool_calls"].as_array().map(Vec::len)),
        (&json!("Let me see.\n"), Some(1))
    );
    assert_eq!(server.chat(offering(json!("none"))).await.json()["choices"][0]["finish_reason"], "stop");
    assert_eq!(server.backend.last().tools, None);
    let cut = server.chat(with(offering(json!("required")), json!({ "max_tokens": 5 }))).await.json();
    let (reason, message) = (&cut["choices"][0]["finish_reason"], &cut["choices"][0]["message"]);
    assert_eq!((reason, message.get("tool_calls")), (&json!("length"), None), "half a call is none");
    assert_eq!(message["content"], "<tool_call>\n{\"name\":");
}

#[tokio::test]
async fn calls_are_streamed_whole() {
    let server = Server::start().await;
    let asked = with(offering(json!("auto")), json!({ "stream": true, "n": 2 }));
    let (events, done) = server.chat(asked).await.lines();
    assert_eq!(done.as_deref(), Some("[DONE]"));
    for index in 0..2 {
        let choices = events.iter().flat_map(|event| event["choices"].as_array().expect("choices"));
        let choices: Vec<_> = choices.filter(|choice| choice["index"] == index).collect();
        let calls: Vec<_> =
            choices.iter().flat_map(|choice| choice["delta"]["tool_calls"].as_array().into_iter().flatten()).collect();
        let told: Vec<_> = calls.iter().map(|call| (&call["index"], &call["function"]["name"])).collect();
        assert_eq!(told, [(&json!(0), &json!("weather")), (&json!(1), &json!("time"))]);
        assert!(calls.iter().all(|call| keys(call) == ["function", "id", "index", "type"]));
        assert_eq!(choices[choices.len() - 1]["finish_reason"], "tool_calls");
    }
    assert_eq!(told(&events, 0, |choice| &choice["delta"]["content"]), "Let me see.\n");
}

#[tokio::test]
async fn an_answer_that_is_cut_short_says_so() {
    let server = Server::start().await;
    let body = server.chat(with(hello(), json!({ "max_tokens": 4 }))).await.json();
    assert_eq!(body["choices"][0]["finish_reason"], "length");
    assert_eq!(body["usage"]["completion_tokens"], 4);
    let whole = server.chat(hello()).await.json();
    let text = whole["choices"][0]["message"]["content"].as_str().expect("text");
    let stop = text.split_whitespace().nth(5).expect("words");
    let body = server.chat(with(hello(), json!({ "stop": stop }))).await.json();
    assert_eq!(body["choices"][0]["finish_reason"], "stop");
    let before = &text[..text.find(stop).expect("it is there")];
    assert_eq!(body["choices"][0]["message"]["content"], before);
}

#[tokio::test]
async fn a_chat_tells_probabilities() {
    let server = Server::start().await;
    let asked = with(hello(), json!({ "logprobs": true, "top_logprobs": 3 }));
    let whole = server.chat(asked.clone()).await.json();
    let logprobs = &whole["choices"][0]["logprobs"];
    assert_eq!(keys(logprobs), ["content", "refusal"]);
    let content = logprobs["content"].as_array().expect("tokens");
    assert_eq!(content.len() as u64, whole["usage"]["completion_tokens"].as_u64().expect("a count"));
    let mut bytes = Vec::new();
    for token in content {
        assert_eq!(keys(token), ["bytes", "logprob", "token", "top_logprobs"]);
        assert_eq!(token["logprob"], -0.5);
        let top = token["top_logprobs"].as_array().expect("alternatives");
        assert_eq!(top.len(), 3);
        assert_eq!((&top[0]["token"], keys(&top[0])), (&token["token"], vec!["bytes", "logprob", "token"]));
        bytes.extend(token["bytes"].as_array().expect("bytes").iter().map(|byte| byte.as_u64().expect("a byte") as u8));
    }
    assert_eq!(String::from_utf8(bytes).expect("text"), whole["choices"][0]["message"]["content"]);
    let events = server.chat(with(asked, json!({ "stream": true }))).await.events();
    let streamed: Vec<_> =
        events.iter().filter_map(|event| event["choices"][0]["logprobs"]["content"].as_array()).flatten().collect();
    assert_eq!(streamed, content.iter().collect::<Vec<_>>());
    let alone = server.chat(with(hello(), json!({ "logprobs": true }))).await.json();
    assert_eq!(alone["choices"][0]["logprobs"]["content"][0]["top_logprobs"], json!([]));
}

#[tokio::test]
async fn a_completion_is_answered_whole_and_in_pieces() {
    let server = Server::start().await;
    let asked = json!({ "model": MODEL, "prompt": "Once upon", "temperature": 0, "max_tokens": 40 });
    let whole = server.complete(asked.clone()).await.json();
    assert_eq!(whole["object"], "text_completion");
    assert!(whole["id"].as_str().is_some_and(|id| id.starts_with("cmpl-")));
    assert_eq!(keys(&whole["choices"][0]), ["finish_reason", "index", "logprobs", "text"]);
    assert_eq!(whole["usage"]["prompt_tokens"], 2);
    let events = server.complete(with(asked.clone(), json!({ "stream": true }))).await.events();
    assert!(events.iter().all(|event| event["object"] == "text_completion" && event["choices"][0]["text"].is_string()));
    assert_eq!(told(&events, 0, |choice| &choice["text"]), whole["choices"][0]["text"]);
    assert_eq!(events.last().expect("an end")["choices"][0]["finish_reason"], "stop");
    for stream in [false, true] {
        let answer = server.complete(with(asked.clone(), json!({ "echo": true, "stream": stream }))).await;
        let text = match stream {
            true => told(&answer.events(), 0, |choice| &choice["text"]),
            false => answer.json()["choices"][0]["text"].as_str().expect("text").to_owned(),
        };
        assert_eq!(text, format!("Once upon{}", whole["choices"][0]["text"].as_str().expect("text")));
    }
    let short = server.complete(json!({ "model": MODEL, "prompt": "Once" })).await.json();
    assert_eq!(short["usage"]["completion_tokens"], 16, "the default of this interface");
}

#[tokio::test]
async fn completions_take_many_prompts_and_tokens() {
    let server = Server::start().await;
    let one = |prompt: Value| json!({ "model": MODEL, "prompt": prompt, "temperature": 0 });
    let both = server.complete(with(one(json!(["first one", "second"])), json!({ "n": 2 }))).await.json();
    assert_eq!(both["choices"].as_array().map(Vec::len), Some(4));
    assert_eq!(both["usage"]["prompt_tokens"], 3, "each prompt counts once");
    let second = server.complete(one(json!("second"))).await.json();
    for index in [2, 3] {
        assert_eq!(both["choices"][index]["text"], second["choices"][0]["text"]);
    }
    let tokens = server.complete(one(json!([5, 6, 7]))).await.json();
    assert_eq!(tokens["usage"]["prompt_tokens"], 3);
    assert_eq!(server.backend.last().prompt, Prompt::Tokens(vec![5, 6, 7]));
    assert_eq!(server.complete(one(json!([[5], [6]]))).await.json()["choices"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_completion_tells_probabilities_in_columns() {
    let server = Server::start().await;
    let asked = json!({ "model": MODEL, "prompt": "x", "temperature": 0, "max_tokens": 50, "logprobs": 2 });
    let whole = server.complete(asked.clone()).await.json();
    let (text, columns) = (whole["choices"][0]["text"].as_str().expect("text"), &whole["choices"][0]["logprobs"]);
    assert_eq!(keys(columns), ["text_offset", "token_logprobs", "tokens", "top_logprobs"]);
    let count = whole["usage"]["completion_tokens"].as_u64().expect("a count") as usize;
    for column in ["text_offset", "token_logprobs", "tokens", "top_logprobs"] {
        assert_eq!(columns[column].as_array().map(Vec::len), Some(count), "{column}");
    }
    for (token, offset) in
        columns["tokens"].as_array().expect("tokens").iter().zip(columns["text_offset"].as_array().expect("offsets"))
    {
        let token = token.as_str().expect("text");
        if token.contains('\u{fffd}') {
            continue;
        }
        let from: String = text.chars().skip(offset.as_u64().expect("a number") as usize).collect();
        assert!(from.starts_with(token), "{token:?} is not at {offset} of {text:?}");
    }
    let events = server.complete(with(asked, json!({ "stream": true }))).await.events();
    let offsets: Vec<_> =
        events.iter().filter_map(|e| e["choices"][0]["logprobs"]["text_offset"].as_array()).flatten().collect();
    assert_eq!(offsets, columns["text_offset"].as_array().expect("offsets").iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn models_are_listed_and_named() {
    let server = Server::start().await;
    let list = server.get("/v1/models").await.json();
    assert_eq!(list["object"], "list");
    let model = &list["data"][0];
    assert_eq!(
        (&model["id"], &model["object"], &model["owned_by"]),
        (&json!(MODEL), &json!("model"), &json!("idlewatt"))
    );
    assert_eq!((&model["created"], &model["context_length"]), (&json!(1_700_000_000), &json!(4096)));
    for name in [MODEL.to_owned(), MODEL.replace('/', "%2F")] {
        assert_eq!(server.get(&format!("/v1/models/{name}")).await.json(), *model);
    }
    assert_eq!(server.get("/health").await.json(), json!({ "status": "ok" }));
    let head = server.send("HEAD", "/v1/models", &[], b"").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[tokio::test]
async fn texts_become_vectors() {
    let server = Server::start().await;
    let embed =
        async |more: Value| server.post("/v1/embeddings", &with(json!({ "model": EMBED_MODEL }), more)).await.json();
    let body = embed(json!({ "input": ["one text", "another"] })).await;
    assert_eq!(keys(&body), ["data", "model", "object", "usage"]);
    assert_eq!((&body["object"], &body["usage"]), (&json!("list"), &json!({ "prompt_tokens": 3, "total_tokens": 3 })));
    let entry = &body["data"][1];
    assert_eq!((&entry["object"], &entry["index"]), (&json!("embedding"), &json!(1)));
    let numbers = |value: &Value| -> Vec<f32> {
        value.as_array().expect("numbers").iter().map(|number| number.as_f64().expect("a number") as f32).collect()
    };
    let vector = numbers(&entry["embedding"]);
    assert_eq!(vector.len(), WIDTH);
    let encoded = embed(json!({ "input": "another", "encoding_format": "base64" })).await;
    let bytes = STANDARD.decode(encoded["data"][0]["embedding"].as_str().expect("text")).expect("base64");
    let (words, rest) = bytes.as_chunks::<4>();
    assert!(rest.is_empty());
    assert_eq!(words.iter().map(|word| f32::from_le_bytes(*word)).collect::<Vec<_>>(), vector);
    let short = numbers(&embed(json!({ "input": "another", "dimensions": 3 })).await["data"][0]["embedding"]);
    let length: f32 = short.iter().map(|number| number * number).sum();
    assert!(short.len() == 3 && (length - 1.0).abs() < 1e-6, "{short:?}");
    assert!((short[0] / short[1] - vector[0] / vector[1]).abs() < 1e-5);
}
