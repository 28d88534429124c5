//! Whatever a peer sends, decoding it is a value or an error.

use idlewatt_proto::advert::{Advert, AdvertError, IndexRequest, IndexResponse};
use idlewatt_proto::job::{RenderSpec, RenderUnit, SampleRange, TextSpec, Tile, View, WorkKind};
use idlewatt_proto::negotiation::{Answer, Ask};
use idlewatt_proto::reason::{Refusal, StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::stream::{BlobReply, BlobRequest, Door, TextAsk, ToProvider, ToRequester};
use idlewatt_proto::text::{Call, Generation, Message, Prompt, Role, Tool, ToolChoice, Tools};
use idlewatt_proto::wire::Bounded;
use idlewatt_proto::worker::{Order, Report};
use idlewatt_proto::{Amount, BlobHash, Bytes, UnitId, job::BlobRef, limits, wire};
use proptest::prelude::*;

const BOUND: usize = limits::MESSAGE_BYTES;

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = wire::decode::<Ask>(&bytes, BOUND);
        let _ = wire::decode::<Answer>(&bytes, BOUND);
        let _ = wire::decode::<ToProvider>(&bytes, BOUND);
        let _ = wire::decode::<ToRequester>(&bytes, BOUND);
        let _ = wire::decode::<Door>(&bytes, BOUND);
        let _ = wire::decode::<BlobRequest>(&bytes, BOUND);
        let _ = wire::decode::<BlobReply>(&bytes, BOUND);
        let _ = wire::decode::<IndexRequest>(&bytes, BOUND);
        let _ = wire::decode::<IndexResponse>(&bytes, BOUND);
        if let Ok(signed) = wire::decode::<Signed<Receipt>>(&bytes, BOUND) {
            let _ = signed.verify();
        }
        if let Ok(signed) = wire::decode::<Signed<Advert>>(&bytes, BOUND) {
            let _ = Advert::check(&signed, idlewatt_proto::UnixMillis(1));
        }
        let _ = serde_json::from_slice::<Order>(&bytes);
        let _ = serde_json::from_slice::<Report>(&bytes);
    }

    #[test]
    fn amounts_scale_exactly_and_round_up(micros in 0i64..1_000_000_000_000, n in 0u64..1_000_000, d in 1u64..1_000_000) {
        let exact = i128::from(micros) * i128::from(n);
        let scaled = i128::from(Amount::from_micros(micros).scaled(n, d).expect("within 64 bits").micros());
        prop_assert!(scaled * i128::from(d) >= exact);
        prop_assert!((scaled - 1) * i128::from(d) < exact);
    }

    #[test]
    fn amounts_read_what_they_write(micros in any::<i64>().prop_filter("has no opposite", |m| *m != i64::MIN)) {
        let amount = Amount::from_micros(micros);
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
    }

    #[test]
    fn units_outside_the_picture_do_not_fit(x in any::<u32>(), width in any::<u32>(), first in any::<u32>(), count in any::<u32>()) {
        let spec = spec();
        let unit = RenderUnit { tile: Tile { x, y: 0, width, height: 1 }, samples: SampleRange { first, count } };
        let inside = u64::from(x) + u64::from(width) <= 640 && u64::from(first) + u64::from(count) <= 64;
        prop_assert_eq!(unit.fits(&spec), inside && (1..=512).contains(&width) && count >= 1);
    }
}

fn spec() -> RenderSpec {
    RenderSpec {
        scene: BlobRef { hash: BlobHash([1; 32]), size: Bytes(9) },
        view: View::new(640, 360),
        spp: 64,
        mature: false,
    }
}

#[test]
fn reasons_cross_the_wire_and_json() {
    let unit = UnitId([3; 32]);
    let messages = [
        ToRequester::Failed { unit, why: UnitFailure::BadScene { what: "no camera".into() } },
        ToRequester::Close(StopReason::Protocol { what: "x".into() }),
        ToRequester::Close(StopReason::OwnerReturned),
        ToRequester::Close(StopReason::Refused { why: Refusal::KindRefused { kind: WorkKind::Embed } }),
    ];
    for message in messages {
        let bytes = wire::encode(&message);
        assert_eq!(wire::decode::<ToRequester>(&bytes, BOUND).expect("decodes"), message);
        let json = serde_json::to_string(&message).expect("encodes");
        assert_eq!(serde_json::from_str::<ToRequester>(&json).expect("decodes"), message);
    }
    let refusal = Answer::Refuse(Refusal::Unpaid { owed: Amount::from_micros(5) });
    assert_eq!(wire::decode::<Answer>(&wire::encode(&refusal), BOUND).expect("decodes"), refusal);
    let listed = IndexResponse::NotListed(AdvertError::Stale);
    assert_eq!(wire::decode::<IndexResponse>(&wire::encode(&listed), BOUND).expect("decodes"), listed);
}

#[test]
fn the_longest_question_travels_and_has_one_name() {
    let spec = TextSpec {
        model: BlobRef { hash: BlobHash([2; 32]), size: Bytes(9) },
        name: "m".into(),
        tokens: 2048,
        mature: false,
    };
    let prompt = Prompt::Text("x".repeat(limits::PROMPT_BYTES));
    let ask = TextAsk::Generate(Generation::greedy(prompt, 16));
    assert_eq!(ask.validate(), Ok(()));
    let work = ask.unit(0);
    let again = ask.unit(1);
    assert_ne!(work.id(&spec), again.id(&spec), "the same question twice is two units");
    assert!(work.read as usize >= limits::PROMPT_BYTES && work.said == 16);
    let parameters = "x".repeat(20_000);
    let tool = Tool { name: "f".into(), description: None, parameters: Some(parameters), strict: false };
    let tools = Tools { list: vec![tool], choice: ToolChoice::Auto, parallel: true };
    let mut message = Message::new(Role::Assistant, "");
    message.calls.push(Call { id: "a".into(), name: "f".into(), arguments: "y".repeat(10_000) });
    let prompt = Prompt::Chat(vec![message]);
    let calling = TextAsk::Generate(Generation { tools: Some(Box::new(tools)), ..Generation::greedy(prompt, 16) });
    assert!(calling.unit(0).read >= 30_000, "functions and calls are read, too");
    let message = ToProvider::Ask { unit: work.id(&spec), work, ask };
    let bytes = wire::encode(&message);
    assert_eq!(wire::decode::<ToProvider>(&bytes, ToProvider::BYTES), Ok(message));
    let too_long = TextAsk::Generate(Generation::greedy(Prompt::Text("x".repeat(limits::PROMPT_BYTES + 1)), 16));
    assert!(too_long.validate().is_err());
    assert!(TextAsk::Embed(Vec::new()).validate().is_err());
}

#[test]
fn oversized_and_trailing_messages_are_refused_by_name() {
    let bytes = wire::encode(&ToRequester::Ready);
    assert!(matches!(wire::decode::<ToRequester>(&bytes, 0), Err(wire::DecodeError::TooLong { bytes: 1, bound: 0 })));
    let trailing = [bytes, vec![0]].concat();
    assert_eq!(wire::decode::<ToRequester>(&trailing, BOUND), Err(wire::DecodeError::Trailing(1)));
}
