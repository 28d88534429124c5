//! Bounds of the housekeeping, each with its reason.

use std::time::Duration;

/// Requests to the books that may wait. Each caller waits for its own answer, so this is about callers at once.
pub const BOOKS_QUEUE: usize = 64;
/// How often the cards are read while there is nothing to hold back: four times within the 4 s after which a reading is
/// too old.
pub const CARDS_AT_REST: Duration = Duration::from_millis(1000);
/// The same at work: what the governor needs to keep two seconds within bounds.
pub const CARDS_AT_WORK: Duration = Duration::from_millis(250);
/// How long after work a card is at rest again: clocks and fans come down within seconds.
pub const RESTS_AFTER: Duration = Duration::from_secs(10);
/// How often new programs are looked for. Nothing has to be stopped at rest.
pub const PROGRAMS_AT_REST: Duration = Duration::from_millis(1000);
/// The same at work: a game is to be seen within 250 ms. Windows shows processes all or none, some milliseconds' work.
pub const PROGRAMS_AT_WORK: Duration = Duration::from_millis(if cfg!(windows) { 200 } else { 100 });
/// How often the surroundings are asked.
pub const SURROUNDINGS_AT_REST: Duration = Duration::from_millis(1000);
/// The same at work: a hand on the mouse is to be seen within 250 ms.
pub const SURROUNDINGS_AT_WORK: Duration = Duration::from_millis(150);
/// How often the governor looks although no reading came: where no card tells there is none.
pub const GOVERN_EVERY: Duration = Duration::from_millis(1000);
/// Requests of models that are answered at once, over all text jobs: they share one worker.
pub const ANSWERS_AT_ONCE: usize = 8;
/// How long a model stays loaded when nobody asks it anything: longer than a person thinks about the last answer.
pub const MODEL_KEPT: Duration = Duration::from_secs(300);
/// How long requests that were interrupted may take to end before their worker is dropped all the same.
pub const INTERRUPTED_WITHIN: Duration = Duration::from_secs(2);
/// How long a text job stays open when nothing is asked: as long as its requester keeps it, and some more.
pub const SILENT_SESSION: Duration = Duration::from_secs(200);
/// How long a requester keeps a session with a provider open between requests, so that first tokens come quickly.
pub const SESSION_KEPT: Duration = Duration::from_secs(120);
/// Tokens of a request for which a session is agreed on at least, as far as the model goes.
pub const SESSION_TOKENS: u32 = 4096;
/// How often a provider with requests in hand says that it lives. Its daemon is not its worker: it has the time.
pub const ALIVE_EVERY: Duration = Duration::from_secs(2);
/// Silence of a provider with a request in hand after which another continues: four such words. A process that was
/// killed says no goodbye over QUIC, and somebody waits for the next word.
pub const TEXT_SILENCE: Duration = Duration::from_secs(8);
/// How long a provider that lives may take to the next token or vector: many times what the slowest machine needs that
/// somebody would ask, with seven others in hand.
pub const WORD_WITHIN: Duration = Duration::from_secs(120);
/// Bytes of a request that are read in a second at least, on top of that: a slow machine reads 100 tokens of four.
pub const READ_PER_SECOND: u32 = 400;
/// How long a provider may take to end what is given up, when a session closes: less than all may take to stop.
pub const WIND_UP: Duration = Duration::from_secs(2);
/// How long an answer may be looked into before it is paid all the same: what is found later counts against its provider, and
/// a slow machine reads a thousand tokens meanwhile.
pub const LOOKED_INTO_WITHIN: Duration = Duration::from_secs(30);
/// Answers that are put by until this machine may look into them: those of the last requests of an evening's play. Each is
/// two MiB at most, prompt, tokens and words.
pub const PUT_BY: usize = 16;
/// How often it is looked whether others are done with the model, while some are put by.
pub const PUT_BY_LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long a receipt is kept for a provider that was lost: a restart, an update, a game on a machine that is switched over.
pub const RECEIPT_KEPT_FOR: Duration = Duration::from_secs(3600);
/// Receipts of lost providers that a restart takes up, and requesters that a provider waits for: a task or a row each.
pub const RECEIPTS_KEPT: usize = 256;
/// How seldom it is looked for at most: a provider that comes back waits six times as long.
pub const RECEIPT_SHOWN_EVERY: Duration = Duration::from_secs(15);
/// How long an answer that was begun waits for somebody to continue it.
pub const TEXT_WAITS: Duration = Duration::from_secs(60);
/// How long a provider that failed a request is not asked again for it.
pub const NOT_AGAIN_FOR: Duration = Duration::from_secs(15);
/// After the first proposal the others have this long: one who is gone must not hold up those who are there.
pub const PROPOSALS_PATIENCE: Duration = Duration::from_secs(1);
/// Providers tried for one request.
pub const PROVIDERS_PER_ANSWER: u32 = 16;
/// Orders for the speaker that may wait: one for each answer, and some for models that are measured or let go.
pub const SPEAKER_QUEUE: usize = 16;
/// Requests that may wait for a session's attention.
pub const SESSION_ASKS: usize = 8;
/// How often the shelf is looked at for new models.
pub const SHELF_EVERY: Duration = Duration::from_secs(5);
/// Bytes of the file with measured speeds: a model takes 150.
pub const MEASURED_BYTES: u64 = 1024 * 1024;
/// Models remembered with their speed.
pub const MEASURED_KEPT: usize = 1024;
/// Peers that fetch a model at once.
pub const MODEL_READERS: usize = 4;
/// How long a peer may take to fetch a model that was offered to it: 64 GiB at 40 Mbit/s.
pub const MODEL_OFFERED_FOR: Duration = Duration::from_secs(4 * 3600);
/// How often a fetching is told about.
pub const FETCH_TOLD_EVERY: Duration = Duration::from_millis(200);
/// How soon the GPU is given back when its owner needs it, whatever the worker does: until then it may hand in what it
/// has. Half of the 100 ms in which all must be over.
pub const GIVE_BACK_WITHIN: Duration = Duration::from_millis(40);
/// How often the count of the day is written down: so much work may be counted twice after a crash.
pub const DAY_SAVED_EVERY_MS: u64 = 30_000;
/// Days that an estimate looks back: a week has all kinds of them.
pub const HABIT_DAYS: usize = 7;
/// Days that are kept: two weeks, so that a journey does not begin everything anew.
pub const HABIT_DAYS_KEPT: usize = 14;
/// How often is counted how things stand, besides at each change of readiness and work. Presence is told in minutes.
pub const HABITS_EVERY: Duration = Duration::from_secs(5);
/// What lies between two counts counts up to so long: a sleep or a set clock is no time.
pub const HABITS_STEP_MS: u64 = 10_000;
/// How often the count is written down: so much is lost in a crash.
pub const HABITS_SAVED_EVERY_MS: u64 = 300_000;
/// Settings that are changed at once: several times as many as there are.
pub const CHANGES_MOST: usize = 256;
/// How often the price of electricity is looked up: bands begin at whole minutes.
pub const TARIFF_EVERY: Duration = Duration::from_secs(20);
/// How often a command is asked for it.
pub const TARIFF_ASKED_EVERY: Duration = Duration::from_secs(300);
/// How long such a command may take.
pub const TARIFF_COMMAND_WITHIN: Duration = Duration::from_secs(20);
/// Bytes of a tariff that are read: a year of hours is 300 KB.
pub const TARIFF_BYTES: u64 = 1024 * 1024;
/// How long the last known price holds, in seconds. Exchanges set one for each hour.
pub const TARIFF_HOLDS_S: i64 = 7_200;
/// Refusals that are remembered for the owner.
pub const REFUSALS_KEPT: usize = 32;
/// Minutes of a day in which somebody is supposed to use the machine, for estimates where nothing was measured.
pub const PRESENT_MINUTES: u32 = 240;
/// How long a card's load may still count work that has ended: NVML averages over up to a second.
pub const LOAD_LINGERS: Duration = Duration::from_millis(2_500);
/// How often the judge looks although nothing changed: pauses and cooling end by the clock.
pub const JUDGE_EVERY: Duration = Duration::from_millis(250);
/// How often a provider is advertised: adverts live three times as long.
pub const ADVERT_EVERY: Duration = Duration::from_secs(60);
/// How soon it is tried again when no index node took the advert.
pub const ADVERT_RETRY: Duration = Duration::from_secs(2);
/// Calls for proposals that are remembered until they are agreed to or expire.
pub const CALLS_REMEMBERED: usize = 64;
/// How long a provider keeps an agreed job whose requester does not open its stream, or a picture's that lost it.
pub const JOB_GRACE: Duration = Duration::from_secs(90);
/// How long a requester waits for a lost provider to come back before its units go to others.
pub const PROVIDER_GRACE: Duration = Duration::from_secs(20);
/// How long a provider may take from the agreement to `Ready`: fetching 1 GiB at 40 Mbit/s takes 215 s.
pub const READY_WITHIN: Duration = Duration::from_secs(300);
/// Silence of a provider at work after which it is given up: it reports progress about every second.
pub const PROVIDER_SILENCE: Duration = Duration::from_secs(60);
/// How long an answer to a call for proposals may take.
pub const PROPOSAL_WITHIN: Duration = Duration::from_secs(10);
/// How long providers are looked for before "none" is the answer: two rounds of adverts' retries.
pub const SEARCH_FOR: Duration = Duration::from_secs(12);
/// How long a picture that has been begun waits for a provider to come back or another to come: its owner plays a game.
pub const WAIT_FOR: Duration = Duration::from_secs(3600);
/// How long a model is looked for that no index node lists: an advert that failed is tried again after two seconds.
pub const KNOWN_WITHIN: Duration = Duration::from_secs(4);
/// How often a search is repeated.
pub const SEARCH_EVERY: Duration = Duration::from_secs(1);
/// Reasons that whoever asked is told when nobody does it: what a line of a terminal and a notice of the window hold.
pub const DECLINED_TOLD: usize = 3;
/// Providers asked for a proposal at once.
pub const ASKED_AT_ONCE: usize = 16;
/// Workers that rest at most, of those that work for others and of those that look at results: as many as frames of one
/// animation are in work at once.
pub const BENCHES_KEPT: usize = 4;
/// How long a worker rests with its scene: as long as the next frame takes to be agreed on, and some more. Its memory is the
/// owner's.
pub const BENCH_KEPT_FOR: Duration = Duration::from_secs(20);
/// Bytes of results that were paid for and whose picture is not whole: ten passes over 16 million pixels.
pub const PAID_BYTES: u64 = 2 << 30;
/// Pictures of which such are kept: frames of an animation that was interrupted, and some others.
pub const PAID_PICTURES: usize = 64;
/// How soon a provider is asked that another picture has just let go, and how often until it has heard of that.
pub const SEARCH_SOON: Duration = Duration::from_millis(150);
/// Times that is tried.
pub const SEARCH_SOON_TIMES: u32 = 8;
/// How long a provider that was let go is asked although no index node lists it as free.
pub const FREED_FOR: Duration = Duration::from_secs(20);
/// How long one that did not answer is not asked again. A search for somebody who is gone takes as long.
pub const SILENT_FOR: Duration = PROPOSAL_WITHIN;
/// Such providers that are remembered.
pub const FREED_KEPT: usize = 64;
/// Providers that work on one picture at once.
pub const PROVIDERS_AT_ONCE: usize = 8;
/// Wrong or failed units after which a provider is not used again for a picture.
pub const STRIKES: u32 = 2;
/// Times that units may fail in one picture before it is the scene that is blamed.
pub const FAILURES_PER_PICTURE: u32 = 8;
/// How often the picture file is rewritten while work goes on.
pub const PICTURE_EVERY: Duration = Duration::from_secs(3);
/// How long a provider waits for the receipt of its last units before it closes a job.
pub const LAST_RECEIPT: Duration = Duration::from_secs(10);
/// Longest side of the growing picture in the window.
pub const PREVIEW_SIDE: u32 = 480;
/// Most bytes of that picture: a 480 x 480 PNG of noise is 700 KiB.
pub const PREVIEW_BYTES: u64 = 1024 * 1024;
/// Pictures of jobs that are kept, each as large as a preview may be: a year of one a day.
pub const PICTURES_KEPT: usize = 365;
/// Most bytes of them together: 365 of 180 KiB, which a rendered 480 x 270 PNG seldom is.
pub const PICTURES_KEPT_BYTES: u64 = 64 * 1024 * 1024;
/// Jobs that are read from the books in one go for an export: others wait for the books meanwhile.
pub const EXPORT_PAGE: u32 = 50;
/// How long everything may take to stop.
pub const SHUTDOWN: Duration = Duration::from_secs(5);
/// Most often a window is told of changes.
pub const STATUS_EVERY: Duration = Duration::from_millis(250);
/// How often the sums in the status are read anew although no entry was made: midnight passes.
pub const SUMS_EVERY: Duration = Duration::from_secs(10);
/// Events of a render that may wait for its caller.
pub const RENDER_EVENTS: usize = 64;
/// Worker failures in a row after which the provider stops offering work.
pub const WORKER_FAILURES: u32 = 3;
/// Size at which the log of earlier runs is set aside.
pub const LOG_BYTES: u64 = 5 * 1024 * 1024;
/// Power that work adds where no meter tells, in milliwatts: a mid-range card, a shared one, a processor.
pub const ASSUMED_POWER_MW: [u64; 3] = [200_000, 25_000, 35_000];
/// Steps with a card's power limit in one go: set or put back, see it, and strike out the journal.
pub const CAP_STEPS: u32 = 4;
/// Programs remembered that work the card.
pub const SUGGESTIONS_KEPT: usize = 64;
/// How long a program must have worked the card in all to be suggested: a browser's page does so for seconds.
pub const SUGGESTION_MS: u64 = 120_000;
/// What lies between two readings counts as busy up to so long.
pub const SUGGESTION_STEP_MS: u64 = 2_000;
/// What lies between two steps of the governor counts as work up to so long: a sleep or a set clock is none.
pub const WORK_STEP_MS: u64 = 5_000;
/// How soon adapters are measured again after the worker could not; doubled up to ten times as long.
pub const MEASURE_AGAIN: Duration = Duration::from_secs(60);
/// How long a benchmark measures: a card is warm, and its clocks are where they stay, after some ten seconds.
pub const BENCHMARK_FOR: Duration = Duration::from_secs(20);
/// How often its caller is told how it goes.
pub const BENCHMARK_TOLD_EVERY: Duration = Duration::from_millis(200);
/// Words of it that wait for the caller: a second's. What finds no room is left out, but for the last one.
pub const BENCHMARK_NEWS: usize = 8;
/// How long the reference scene is rendered in one go: what the adapter's own measure takes.
pub const MEASURED_STRETCH: Duration = Duration::from_millis(1000);
/// How long the picture is worked on after that.
pub const SHOWN_FOR: Duration = Duration::from_millis(2400);
/// How long between two looks at it at least: no more than three in a second.
pub const SHOWN_STRETCH: Duration = Duration::from_millis(400);
/// How often index nodes are asked who offers to render, however many windows want to know.
pub const MARKET_EVERY: Duration = Duration::from_secs(15);
/// How long that may take before the last answer is shown again: somebody waits for the page.
pub const MARKET_WITHIN: Duration = Duration::from_secs(3);
/// Offers of others that are shown.
pub const MARKET_ROWS: usize = 64;
/// Peers whose record is shown.
pub const RECORDS_SHOWN: u32 = 200;
/// Bytes at the end of the log that go into a report: some four hundred lines.
pub const REPORT_LOG_BYTES: u64 = 64 * 1024;
