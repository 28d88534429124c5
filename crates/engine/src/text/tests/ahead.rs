//! One submission in flight while the next is written, as on cards: nothing of it shows.

use super::*;
use crate::text::pace;

/// As a card does it: several submissions to a pass, as long as nothing is learnt.
fn ahead() -> Runner<'static> {
    let mut runner = runner("llama", Format::Q4_1, GPU.subgroup());
    runner.network.overlaps = true;
    runner.network.pace = pace::Pace::new(Duration::ZERO, Duration::ZERO);
    runner
}

/// Some runs to a submission, of those over one token that counts as the slowest do.
const SOME: Pace = Pace { quantum_us: 400, duty_permille: 1000 };
const RESTS: Pace = Pace { duty_permille: 500, ..SOME };

/// One token in, so many out.
fn short(count: u32) -> Generation {
    greedy(&TOKENS[..1], count)
}

/// Begins an answer of which something is in flight.
fn in_flight(runner: &mut Runner<'_>) -> wgpu::SubmissionIndex {
    runner.begin(7, &short(8)).expect("a request");
    let step = runner.step(SOME).expect("a step");
    assert!(step.events.is_empty() && step.took > Duration::ZERO, "the first part of a pass: {step:?}");
    assert_eq!(runner.network.flying.len(), 1, "the second part is in flight");
    runner.network.flying[0].index.clone()
}

#[test]
fn nothing_of_it_shows_in_answers() {
    let asks: Vec<Generation> = (0..4).map(|i| greedy(&TOKENS[i..], 6)).collect();
    let mut plain = runner("llama", Format::Q4_1, GPU.subgroup());
    let expected: Vec<_> = asks.iter().map(|ask| answer(&mut plain, ask).0).collect();
    for quantum_us in [50, 2_000, 1_000_000] {
        let mut runner = ahead();
        let (mut told, mut worked, mut flew) = (Told::new(), Duration::ZERO, 0);
        for (request, ask) in (0..).zip(&asks) {
            runner.begin(request, ask).expect("a request");
        }
        let start = std::time::Instant::now();
        while !runner.idle() {
            let step = runner.step(Pace { quantum_us, duty_permille: 1000 }).expect("a device that works");
            worked += step.took;
            assert!(runner.network.flying.len() <= 1, "one is waited for before the next is written");
            flew += runner.network.flying.len();
            step.events.into_iter().for_each(|event| note(&mut told, event));
        }
        assert!(worked <= start.elapsed(), "nothing is counted twice: {worked:?}");
        assert!(flew > 0, "the next pass is begun while the last one is told");
        assert!(runner.network.flying.is_empty(), "nothing is left in flight");
        for (request, expected) in (0..).zip(&expected) {
            assert_eq!(&told[&request].0, expected, "request {request} by {quantum_us} us");
        }
    }
}

#[test]
fn a_card_that_is_given_back_has_nothing_in_flight() {
    let mut runner = ahead();
    let (expected, ..) = answer(&mut runner, &short(8));
    runner.network.pace = pace::Pace::new(Duration::ZERO, Duration::ZERO);
    let cancelled = in_flight(&mut runner);
    runner.cancel(7);
    assert!(runner.network.flying.is_empty() && runner.idle() && GPU.is_done(&cancelled), "cancelled");
    runner.network.pace = pace::Pace::new(Duration::ZERO, Duration::ZERO);
    let interrupted = in_flight(&mut runner);
    let events = runner.interrupt();
    assert!(runner.network.flying.is_empty() && runner.idle() && GPU.is_done(&interrupted), "interrupted");
    let ended = |event: &Event| matches!(event, Event::Text { request: 7, event: TextEvent::Ended { .. } });
    assert!(matches!(&events[..], [event] if ended(event)), "{events:?}");
    assert_eq!(answer(&mut runner, &short(8)).0, expected, "nothing of it is taken for a later one's");
}

#[test]
fn what_a_pass_came_to_is_forgotten_when_it_is_given_up() {
    let mut runner = ahead();
    let (expected, ..) = answer(&mut runner, &short(8));
    runner.begin(7, &greedy(&TOKENS[20..25], 8)).expect("a request");
    assert!(runner.plan());
    while !runner.network.submit(Duration::from_secs(1), true).expect("a device that works").through {}
    runner.interrupt();
    assert_eq!(answer(&mut runner, &short(8)).0, expected);
}

#[test]
fn a_pace_with_rests_leaves_nothing_in_flight() {
    let mut runner = ahead();
    in_flight(&mut runner);
    while !runner.idle() {
        runner.step(RESTS).expect("a step");
        assert!(runner.network.flying.is_empty(), "a card rests after each submission");
    }
}
