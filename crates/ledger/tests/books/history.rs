//! Earnings over time.

use crate::common::{Deal, Shelf, assert_sound, micros, record_all};
use idlewatt_ledger::{Cut, Ledger};
use idlewatt_proto::UnixMillis;
use idlewatt_proto::books::{Earnings, Side};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::UnitFailure;
use proptest::prelude::*;

const HOUR: u64 = 3_600_000;

fn cut(starts: &[u64], clock: &[(u64, i64)]) -> Cut {
    Cut {
        starts: starts.iter().copied().map(UnixMillis).collect(),
        clock: clock.iter().map(|(from, ahead)| (UnixMillis(*from), *ahead)).collect(),
    }
}

/// Every sum of a list of earnings, as one.
fn together<'a>(all: impl IntoIterator<Item = &'a Earnings>) -> Earnings {
    let mut sum = Earnings::default();
    for one in all {
        let add = |a: &mut idlewatt_proto::Amount, b: idlewatt_proto::Amount| *a = a.checked_add(b).expect("small");
        add(&mut sum.gross, one.gross);
        add(&mut sum.electricity, one.electricity);
        add(&mut sum.net, one.net);
        add(&mut sum.pending, one.pending);
        add(&mut sum.held, one.held);
        add(&mut sum.settled, one.settled);
        add(&mut sum.spent, one.spent);
        sum.energy = sum.energy.saturating_add(one.energy);
        sum.units += one.units;
    }
    sum
}

#[test]
fn what_a_requester_left_unpaid_is_held_until_it_comes_back() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    let money = |ledger: &Ledger| {
        let sums = ledger.earnings(None).expect("sums");
        assert_eq!(sums.gross.micros(), sums.pending.micros() + sums.held.micros() + sums.settled.micros());
        (sums.pending, sums.held, sums.settled)
    };
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30)]);
    record_all(&mut ledger, [deal.started(1, 20), deal.done(1, 30), deal.taken(1, 10, 40)]);
    assert_eq!(money(&ledger), (micros(20), micros(0), micros(10)));
    record_all(&mut ledger, [deal.ended(50)]);
    assert_eq!(money(&ledger), (micros(0), micros(20), micros(10)));
    assert_sound(&ledger);
    record_all(&mut ledger, [deal.opened(2, 60)]);
    assert_eq!(money(&ledger), (micros(20), micros(0), micros(10)), "it came back");
    record_all(&mut ledger, [deal.ended(70), deal.taken(2, 30, 80)]);
    assert_eq!(money(&ledger), (micros(0), micros(0), micros(30)), "a receipt is taken late, too");
    assert_sound(&ledger);
}

#[test]
fn sums_fall_into_the_bucket_kind_and_hour_of_their_end() {
    let shelf = Shelf::new();
    let mut ledger = shelf.open();
    let picture = Deal::new(Side::Provider, 1);
    let vectors = Deal::text(WorkKind::Embed, Side::Provider, 2);
    let bought = Deal::text(WorkKind::Generate, Side::Requester, 3);
    for deal in [&picture, &vectors, &bought] {
        record_all(&mut ledger, [deal.opened(1, 10)]);
    }
    record_all(&mut ledger, [picture.started(0, 20), picture.done(0, HOUR - 1)]);
    record_all(&mut ledger, [picture.started(1, 20), picture.done(1, HOUR)]);
    record_all(&mut ledger, [picture.started(2, 20), picture.voided(2, UnitFailure::Preempted, 5, HOUR + 1)]);
    record_all(&mut ledger, [vectors.started(0, 20), vectors.done(0, 3 * HOUR), vectors.ended(3 * HOUR)]);
    record_all(&mut ledger, [bought.started(0, 20), bought.done(0, 3 * HOUR)]);
    // Two hours ahead at first, one from the second hour on, as when summer ends.
    let hours = cut(&[0, HOUR, 2 * HOUR, 3 * HOUR], &[(0, 2 * HOUR as i64), (2 * HOUR, HOUR as i64)]);
    let history = ledger.history(&hours).expect("sums");
    let gross: Vec<_> = history.buckets.iter().map(|sums| sums.gross.micros()).collect();
    assert_eq!(gross, [10, 20, 0, 10_000]);
    let spent: Vec<_> = history.buckets.iter().map(|sums| sums.spent.micros()).collect();
    assert_eq!(spent, [0, 0, 0, 10_000]);
    assert_eq!(history.buckets[1].electricity, micros(3 + 5));
    assert_eq!((history.buckets[0].pending, history.buckets[3].held), (micros(10), micros(10_000)));
    let by_hour: Vec<_> = history
        .hours
        .iter()
        .enumerate()
        .filter(|(_, sums)| sums.units > 0)
        .map(|(hour, sums)| (hour, sums.units))
        .collect();
    assert_eq!(by_hour, [(2, 1), (3, 1), (4, 1)]);
    let kinds: Vec<_> = history.kinds.iter().map(|(kind, sums)| (*kind, sums.gross, sums.spent)).collect();
    let expected = [
        (WorkKind::Render, micros(30), micros(0)),
        (WorkKind::Embed, micros(10_000), micros(0)),
        (WorkKind::Generate, micros(0), micros(10_000)),
    ];
    assert_eq!(kinds.len(), 3);
    assert!(expected.iter().all(|row| kinds.contains(row)), "{kinds:?}");
    assert_eq!(history.total, ledger.earnings(None).expect("sums"));
    assert_eq!(ledger.first_over().expect("read"), Some(UnixMillis(HOUR - 1)));
    // What is before the first start is not in it.
    let later = ledger.history(&cut(&[HOUR], &[])).expect("sums");
    assert_eq!(later.total, ledger.earnings(Some(UnixMillis(HOUR))).expect("sums"));
    assert_eq!(ledger.history(&cut(&[], &[])).expect("sums").total, Earnings::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_time_is_cut_nothing_is_lost_or_told_twice(
        units in prop::collection::vec((0usize..4, 0u32..40, 0u64..200, 0u8..3), 1..40),
        ends in prop::collection::vec(any::<bool>(), 4),
        starts in prop::collection::btree_set(0u64..220, 1..12),
        clock in prop::collection::btree_map(0u64..220, -50_000_000i64..50_000_000, 0..5),
    ) {
        let shelf = Shelf::new();
        let mut ledger = shelf.open();
        let deals = [
            Deal::new(Side::Provider, 1),
            Deal::text(WorkKind::Generate, Side::Provider, 2),
            Deal::text(WorkKind::Embed, Side::Requester, 3),
            Deal::new(Side::Requester, 4),
        ];
        for deal in &deals {
            record_all(&mut ledger, [deal.opened(1, 0)]);
        }
        for (deal, unit, at, fate) in &units {
            let deal = &deals[*deal];
            for entry in [deal.started(*unit, *at), match fate {
                0 => deal.voided(*unit, UnitFailure::Differs, 0, *at),
                _ => deal.done(*unit, *at),
            }] {
                ledger.record(&entry).expect("io");
            }
        }
        for (deal, ends) in deals.iter().zip(ends) {
            if ends {
                record_all(&mut ledger, [deal.ended(300)]);
            }
        }
        let starts: Vec<u64> = starts.into_iter().collect();
        let clock: Vec<(u64, i64)> = clock.into_iter().collect();
        let history = ledger.history(&cut(&starts, &clock)).expect("sums");
        let since = ledger.earnings(Some(UnixMillis(starts[0]))).expect("sums");
        prop_assert_eq!(&history.total, &since);
        prop_assert_eq!(&together(&history.buckets), &since);
        prop_assert_eq!(&together(&history.hours), &since);
        prop_assert_eq!(&together(history.kinds.iter().map(|(_, sums)| sums)), &since);
        for (at, sums) in history.buckets.iter().enumerate() {
            let from = ledger.earnings(Some(UnixMillis(starts[at]))).expect("sums");
            let rest = starts.get(at + 1).map(|next| ledger.earnings(Some(UnixMillis(*next))).expect("sums"));
            prop_assert_eq!(sums.gross.micros() + rest.map_or(0, |rest| rest.gross.micros()), from.gross.micros());
        }
        assert_sound(&ledger);
    }
}
