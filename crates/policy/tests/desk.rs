//! Plans, prices and admission.

use idlewatt_policy::accept::Accept;
use idlewatt_policy::admit::{self, Desk, Held, TextJobs};
use idlewatt_policy::price::Costs;
use idlewatt_policy::{check, plan};
use idlewatt_proto::job::{
    BlobRef, JobSpec, RenderSpec, RenderUnit, SampleRange, SceneFacts, TextSpec, View, WorkKind,
};
use idlewatt_proto::negotiation::{Agreement, Answer, Cfp, Price, Proposal};
use idlewatt_proto::picture::Noise;
use idlewatt_proto::reason::Refusal;
use idlewatt_proto::sign::{Keypair, Signed};
use idlewatt_proto::text::{ModelFacts, ModelKind, Sampling, TextSpeed};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, Milliwatts, NodeId, UnixMillis};
use proptest::prelude::*;
use std::collections::{HashMap, VecDeque};

fn spec(width: u32, height: u32, spp: u32) -> RenderSpec {
    let view = View::new(width, height);
    RenderSpec { scene: BlobRef { hash: BlobHash([0; 32]), size: Bytes(1) }, view, spp, mature: false }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn units_cover_every_sample_of_every_pixel_once(width in 1u32..900, height in 1u32..900, spp in 1u32..300, speed in 1u64..3_000_000_000) {
        let spec = spec(width, height, spp);
        let mut next: HashMap<(u32, u32), (u32, u64)> = HashMap::new();
        for unit in plan::units(&spec, speed) {
            prop_assert!(unit.fits(&spec));
            let entry = next.entry((unit.tile.x, unit.tile.y)).or_insert((0, unit.tile.pixels()));
            prop_assert_eq!(entry.0, unit.samples.first);
            entry.0 += unit.samples.count;
        }
        prop_assert!(next.values().all(|(samples, _)| *samples == spp));
        prop_assert_eq!(next.values().map(|(_, pixels)| pixels).sum::<u64>(), u64::from(width) * u64::from(height));
    }

    #[test]
    fn careful_units_cover_every_sample_of_every_pixel_once_and_begin_small(width in 1u32..900, height in 1u32..900, spp in 1u32..9000, speed in 1u64..3_000_000_000) {
        let spec = spec(width, height, spp);
        let mut next: HashMap<(u32, u32), (u32, u64)> = HashMap::new();
        for unit in plan::careful_units(&spec, speed) {
            prop_assert!(unit.fits(&spec));
            let entry = next.entry((unit.tile.x, unit.tile.y)).or_insert((0, unit.tile.pixels()));
            prop_assert_eq!(entry.0, unit.samples.first);
            prop_assert!(unit.samples.count <= unit.samples.first.max(8), "no pass is larger than all before it");
            entry.0 += unit.samples.count;
        }
        prop_assert!(next.values().all(|(samples, _)| *samples == spp));
        prop_assert_eq!(next.values().map(|(_, pixels)| pixels).sum::<u64>(), u64::from(width) * u64::from(height));
    }

    #[test]
    fn what_was_done_before_is_not_done_again(
        speed in 1u64..10_000_000,
        other in 1u64..10_000_000,
        keep in any::<u64>(),
    ) {
        let spec = spec(600, 40, 300);
        let kept = plan::units(&spec, other).into_iter().take(60).enumerate();
        let kept: Vec<RenderUnit> = kept.filter(|(at, _)| keep >> at & 1 == 1).map(|(_, unit)| unit).collect();
        let left = plan::without(plan::units(&spec, speed), &kept);
        let mut samples = HashMap::new();
        for unit in kept.iter().chain(&left) {
            for sample in unit.samples.first..unit.samples.first + unit.samples.count {
                prop_assert!(samples.insert((unit.tile, sample), ()).is_none(), "a sample twice");
            }
        }
        prop_assert_eq!(samples.len() as u64, 2 * 300);
    }

    #[test]
    fn what_is_left_of_a_unit_follows_what_was_done(count in 1u32..100, done in 0u32..120, first in 0u32..50) {
        let unit = plan::units(&spec(8, 8, 1), 1)[0];
        let asked = RenderUnit { samples: SampleRange { first, count }, ..unit };
        match plan::rest(&asked, SampleRange { first, count: done }) {
            Err(_) => prop_assert!(done == 0 || done > count),
            Ok(None) => prop_assert_eq!(done, count),
            Ok(Some(rest)) => prop_assert_eq!((rest.samples.first, rest.samples.count), (first + done, count - done)),
        }
    }

    #[test]
    fn blocks_to_recompute_lie_within_the_unit(width in 1u32..513, height in 1u32..513, seed in any::<u32>()) {
        let mut unit = plan::units(&spec(512, 512, 1), 1)[0];
        (unit.tile.width, unit.tile.height) = (width, height);
        let mut dice = seed;
        let blocks = check::blocks(&unit, || { dice = dice.wrapping_mul(747_796_405).wrapping_add(1); dice });
        for block in blocks {
            prop_assert!(block.width > 0 && block.x + block.width <= width && block.y + block.height <= height);
        }
    }
}

#[test]
fn more_passes_than_sizes_can_double_cover_every_sample() {
    let units = plan::careful_units(&spec(512, 512, 65_536), 1_000_000);
    let first = units[0].tile;
    let passes: Vec<u32> = units.iter().filter(|unit| unit.tile == first).map(|unit| unit.samples.count).collect();
    assert!(passes.len() > 40, "{} passes", passes.len());
    assert_eq!(passes.iter().sum::<u32>(), 65_536);
}

#[test]
fn a_huge_picture_on_a_slow_machine_stays_within_the_units_of_a_job() {
    let units = plan::units(&spec(8192, 8192, 65_536), 1);
    assert!(units.len() <= idlewatt_proto::limits::UNITS_PER_JOB as usize, "{}", units.len());
}

#[test]
fn a_huge_careful_picture_on_a_slow_machine_stays_within_the_units_of_a_job() {
    for speed in [1, 1_000_000, 1_000_000_000] {
        let units = plan::careful_units(&spec(8192, 8192, 65_536), speed);
        assert!(units.len() <= idlewatt_proto::limits::UNITS_PER_JOB as usize, "{}", units.len());
    }
}

#[test]
fn tiles_that_are_smooth_enough_get_no_more_samples() {
    let spec = spec(512, 256, 4096);
    let mut units: VecDeque<_> = plan::careful_units(&spec, 100_000).into();
    let most = Noise(10_000);
    let range = |first, count| SampleRange { first, count };
    assert!(!plan::smooth(None, most, range(0, 4096)), "nothing is known");
    assert!(!plan::smooth(Some(Noise(1)), most, range(0, 8)), "by luck");
    assert!(!plan::smooth(Some(Noise(10_001)), most, range(16, 16)));
    assert!(plan::smooth(Some(Noise(10_000)), most, range(8, 8)));
    let (first, all) = (units.pop_front().expect("units"), spec.pixel_samples());
    let spared = plan::spare(&mut units, &first.tile);
    assert_eq!(spared, first.tile.pixels() * u64::from(4096 - first.samples.count));
    assert!(units.iter().all(|unit| unit.tile != first.tile));
    let left: u64 = units.iter().map(RenderUnit::pixel_samples).sum();
    assert_eq!(left + spared + first.pixel_samples(), all);
    assert_eq!(plan::spare(&mut units, &first.tile), 0);
}

#[test]
fn a_proven_provider_is_still_checked_now_and_then() {
    assert!(check::wanted(9, 999));
    let checked = (0..1000).filter(|&dice| check::wanted(5_000, dice)).count();
    assert_eq!(checked, 20);
}

const REQUESTER: NodeId = NodeId([7; 32]);

fn desk(provider: &Keypair) -> Desk {
    Desk {
        node: provider.node_id(),
        requester: REQUESTER,
        accept: Accept::default(),
        free: true,
        jobs: 0,
        text_jobs: TextJobs::default(),
        model: None,
        samples_per_second: 1_000_000,
        costs: Costs {
            power_above_idle: Milliwatts(200_000),
            tariff_per_kwh: Amount::from_micros(300_000),
            wear_per_hour: Amount::ZERO,
            margin_permille: 250,
        },
        memory: Bytes(1 << 30),
        memory_told: Bytes(1 << 30),
        owed: Amount::ZERO,
        owed_bound: Amount::ZERO,
    }
}

fn call(max: Option<i64>) -> Cfp {
    let facts = SceneFacts {
        triangles: 36,
        instanced_triangles: 36,
        instances: 1,
        materials: 1,
        lights: 1,
        cameras: vec![],
        device_bytes: Bytes(1000),
        unsupported: vec![],
        duration_us: 0,
    };
    let max_price = max.map(|micros| Price { per_giga: Amount::from_micros(micros) });
    Cfp { job: JobId([1; 16]), spec: JobSpec::Render(spec(64, 64, 4)), facts: Some(facts), max_price }
}

#[test]
fn work_below_the_floor_is_refused_with_the_floor() {
    let provider = Keypair::from_secret([1; 32]);
    // 200 W x 0.30 per kWh = 60 000 micro-credits an hour, for 3.6 Gsamples.
    let floor = Price { per_giga: Amount::from_micros(16_667) };
    assert_eq!(admit::judge(&call(Some(16_666)), &desk(&provider), UnixMillis(0)), Err(Refusal::BelowFloor { floor }));
    let quote = admit::judge(&call(Some(16_667)), &desk(&provider), UnixMillis(0)).expect("at the floor");
    assert_eq!(quote.price, floor);
    let quote = admit::judge(&call(None), &desk(&provider), UnixMillis(0)).expect("no bound");
    assert_eq!(quote.price.per_giga.micros(), 20_834);
}

#[test]
fn each_reason_against_a_job_is_named() {
    let provider = Keypair::from_secret([1; 32]);
    let refusal = |desk: Desk| admit::judge(&call(None), &desk, UnixMillis(0)).expect_err("refused");
    let good = desk(&provider);
    assert_eq!(refusal(Desk { free: false, ..good.clone() }), Refusal::NotIdle);
    assert_eq!(refusal(Desk { jobs: 1, ..good.clone() }), Refusal::Busy);
    let owed = Amount::from_micros(3);
    assert_eq!(refusal(Desk { owed, ..good.clone() }), Refusal::Unpaid { owed });
    assert!(matches!(refusal(Desk { memory: Bytes(10), ..good.clone() }), Refusal::TooLarge { .. }));
    // The scene and one unit fit exactly, or not at all.
    let exact = admit::memory_needed(&spec(1920, 1080, 1), Bytes(1 << 20));
    assert_eq!(exact, Bytes((1 << 20) + 512 * 512 * 128));
    let mut absurd = call(None);
    absurd.spec = JobSpec::Render(spec(0, 1, 1));
    assert!(matches!(admit::judge(&absurd, &good, UnixMillis(0)), Err(Refusal::Invalid { .. })));
}

#[test]
fn the_owners_word_comes_before_what_passes() {
    let provider = Keypair::from_secret([1; 32]);
    let busy = Desk { free: false, jobs: 1, model: Some(held()), ..desk(&provider) };
    let refusal = |call: &Cfp, accept: Accept| {
        admit::judge(call, &Desk { accept, ..busy.clone() }, UnixMillis(0)).expect_err("refused")
    };
    let blocked = Accept { blocked: [REQUESTER].into(), ..Accept::default() };
    assert_eq!(refusal(&call(None), blocked.clone()), Refusal::Blocked);
    assert_eq!(refusal(&text_call(1024), blocked), Refusal::Blocked);
    let embedding = Accept { kinds: vec![WorkKind::Embed], ..Accept::default() };
    assert_eq!(refusal(&call(None), embedding.clone()), Refusal::KindRefused { kind: WorkKind::Render });
    assert_eq!(refusal(&text_call(1024), embedding), Refusal::KindRefused { kind: WorkKind::Generate });
    let mut mature = call(None);
    mature.spec = JobSpec::Render(RenderSpec { mature: true, ..spec(64, 64, 4) });
    assert_eq!(refusal(&mature, Accept::default()), Refusal::Mature);
    let allowing = Accept { mature: true, ..Accept::default() };
    assert_eq!(refusal(&mature, allowing.clone()), Refusal::NotIdle);
    assert!(admit::judge(&mature, &Desk { accept: allowing, ..desk(&provider) }, UnixMillis(0)).is_ok());
}

#[test]
fn only_the_proposal_that_was_made_can_be_agreed_to() {
    let (provider, requester, stranger) =
        (Keypair::from_secret([1; 32]), Keypair::from_secret([2; 32]), Keypair::from_secret([3; 32]));
    let call = call(None);
    let proposal = Proposal {
        job: call.job,
        provider: provider.node_id(),
        requester: requester.node_id(),
        price: Price { per_giga: Amount::from_micros(20_000) },
        per_second: 1,
        expires_at: UnixMillis(100),
    };
    let signed = Signed::new(&proposal, &provider);
    let accepted = |answer: &Signed<Proposal>| {
        admit::acceptable(
            &Answer::Propose(answer.clone()),
            &call,
            provider.node_id(),
            requester.node_id(),
            UnixMillis(1),
        )
    };
    assert_eq!(accepted(&signed), Ok(proposal.clone()));
    assert_eq!(accepted(&Signed::new(&proposal, &stranger)), Err(Refusal::BadSignature));

    let agree = |proposal: Signed<Proposal>, by: &Keypair, spec_hash| {
        let agreement = Signed::new(&Agreement { job: call.job, proposal, spec_hash }, by);
        admit::agreed(&agreement, by.node_id(), provider.node_id(), |_| Some(call.spec.clone()), UnixMillis(1))
    };
    assert!(agree(signed.clone(), &requester, call.spec.hash()).is_ok());
    assert_eq!(agree(signed.clone(), &stranger, call.spec.hash()), Err(Refusal::Unknown));
    assert_eq!(agree(signed, &requester, [0; 32]), Err(Refusal::Unknown));
    let own = Signed::new(&Proposal { price: Price { per_giga: Amount::from_micros(1) }, ..proposal }, &requester);
    assert_eq!(agree(own, &requester, call.spec.hash()), Err(Refusal::BadSignature));
}

fn text_call(tokens: u32) -> Cfp {
    let model = BlobRef { hash: BlobHash([3; 32]), size: Bytes(90 << 20) };
    let spec = JobSpec::Text(TextSpec { model, name: "a model".into(), tokens, mature: false });
    Cfp { job: JobId([2; 16]), spec, facts: None, max_price: None }
}

fn held() -> Held {
    let facts = ModelFacts {
        name: "a model".into(),
        kind: ModelKind::Generate,
        architecture: "llama".into(),
        format: "Q4_1".into(),
        parameters: 135_000_000,
        layers: 30,
        width: 576,
        vocabulary: 49_152,
        context: 2048,
        chat: true,
        weight_bytes: Bytes(90 << 20),
        token_bytes: Bytes(23_040),
    };
    Held { facts, speed: TextSpeed { prefill: 1000, decode: 50 } }
}

#[test]
fn a_text_job_is_priced_by_the_million_tokens() {
    let provider = Keypair::from_secret([1; 32]);
    let desk = Desk { model: Some(held()), ..desk(&provider) };
    let quote = admit::judge(&text_call(2048), &desk, UnixMillis(0)).expect("a quote");
    // 60 000 micro-credits an hour for 180 000 tokens, and a quarter on top.
    assert_eq!((quote.price.per_giga.micros(), quote.per_second), (416_668, 50_000));
}

#[test]
fn no_more_tokens_are_offered_than_memory_holds() {
    let provider = Keypair::from_secret([1; 32]);
    let Held { facts, .. } = held();
    let exact = facts.weight_bytes.saturating_add(Bytes(facts.token_bytes.0 * 100));
    assert_eq!(admit::text_tokens(&facts, exact), 100);
    assert_eq!(admit::text_tokens(&facts, facts.weight_bytes), 1);
    assert_eq!(admit::text_tokens(&facts, Bytes(u64::MAX)), facts.context);
    let call = text_call(admit::text_tokens(&facts, exact));
    let desk = Desk { model: Some(held()), memory: exact, ..desk(&provider) };
    assert!(admit::judge(&call, &desk, UnixMillis(0)).is_ok(), "what is offered is taken");
}

#[test]
fn each_reason_against_a_text_job_is_named() {
    let provider = Keypair::from_secret([1; 32]);
    let good = Desk { model: Some(held()), ..desk(&provider) };
    let refusal = |call: &Cfp, desk: Desk| admit::judge(call, &desk, UnixMillis(0)).expect_err("refused");
    let call = text_call(1024);
    assert_eq!(refusal(&call, Desk { free: false, ..good.clone() }), Refusal::NotIdle);
    assert_eq!(refusal(&call, Desk { model: None, ..good.clone() }), Refusal::NoModel);
    let taken = TextJobs { card_taken: true, open: 0 };
    assert_eq!(refusal(&call, Desk { text_jobs: taken, ..good.clone() }), Refusal::Busy);
    let many = TextJobs { card_taken: false, open: 8 };
    assert_eq!(refusal(&call, Desk { text_jobs: many, ..good.clone() }), Refusal::Busy);
    let small = Desk { memory: Bytes(100 << 20), ..good.clone() };
    assert!(matches!(refusal(&call, small), Refusal::TooLarge { .. }));
    assert!(matches!(refusal(&text_call(4096), good.clone()), Refusal::Invalid { .. }), "beyond the context");
    assert!(matches!(refusal(&text_call(0), good), Refusal::Invalid { .. }));
}

#[test]
fn an_answer_is_judged_by_how_likely_it_was() {
    let greedy = Sampling::default();
    let sampled = Sampling { temperature: 0.8, ..Sampling::default() };
    let best = [-0.1, -0.5, -1.2, -0.01];
    assert!(check::text_verdict(&greedy, &best, &best));
    assert!(check::text_verdict(&greedy, &[-0.2, -0.6, -1.3, -0.05], &best), "within rounding");
    assert!(!check::text_verdict(&greedy, &[-0.1, -0.5, -4.0, -0.01], &best), "another token");
    assert!(check::text_verdict(&sampled, &[-0.1, -2.5, -4.0, -0.01], &best));
    assert!(!check::text_verdict(&sampled, &[-11.0, -12.5, -9.0, -10.0], &best), "nonsense");
    assert!(!check::text_verdict(&sampled, &[f32::NAN, -0.1, -0.1, -0.1], &best));
    assert!(!check::text_verdict(&sampled, &[-0.1], &best));
    assert!(check::text_verdict(&greedy, &[], &[]));
}
