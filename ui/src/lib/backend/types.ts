// Generated from crates/control/src/messages.rs by `cargo xtask bindings`. Do not edit.

/** What the providing side is doing, and why not more. */
export type Activity =
  | {
      state: "working";
      /** What. */
      job: JobId;
    }
  | {
      state: "waiting";
      /** Why it does not. */
      reason: WaitReason;
    }
  | {
      state: "paused";
      /** When it comes back by itself; `None`: when the owner says. */
      until: UnixMillis | null;
    };

/**
 * Money in micro-credits (1 credit = 1 USD of account). Negative only as a difference.
 * In JSON a decimal string of micro-credits, because JavaScript's numbers are floats.
 */
export type Amount = string;

/** What an estimate supposes. */
export type Assumption =
  | {
      code: "demand";
      /** In thousandths. */
      share_permille: number;
      /** Whether it was measured here, over the last days, instead of being supposed. */
      measured: boolean;
    }
  | {
      code: "presence";
      /** In minutes. */
      minutes: number;
      /** Whether it was measured here, over the last days, instead of being supposed. */
      measured: boolean;
    }
  | {
      code: "awake";
      /** In minutes. */
      minutes: number;
    }
  | {
      code: "tariff";
      /** Per kilowatt-hour. */
      per_kwh: Amount;
      /** On the average of the hours in which work is allowed, where the price changes over the week. */
      mean: boolean;
    }
  | {
      code: "power";
      /** How much. */
      above_rest: Milliwatts;
      /** Whether a meter told, instead of the card's kind. */
      measured: boolean;
    }
  | { code: "own-price" };

/** The outcome of recomputing the books from nothing. */
export type Audit = {
  /** Transfers read. */
  transfers: number;
  /** Receipts whose signature was checked. */
  receipts: number;
  /** Hash of the newest link of the chain, in hex. */
  head: string;
  /** Everything that does not add up. Empty: the books are right. */
  faults: string[];
};

/** What is not right with what was asked. */
export type BadInput =
  | { code: "picture-kind" }
  | {
      code: "scene";
      /** What the engine says of it: English, for its artist. */
      what: string;
    }
  | {
      code: "too-large";
      /** What it needs. */
      needs: Bytes;
      /** What is allowed. */
      allowed: Bytes;
    }
  | {
      code: "is-folder";
      /** Which. */
      path: string;
    }
  | {
      code: "no-folder";
      /** Which. */
      path: string;
    }
  | { code: "empty" }
  | {
      code: "too-long";
      /** How long it is. */
      bytes: number;
      /** How long it may be. */
      most: number;
    }
  | {
      code: "request";
      /** The sentence, in English. */
      what: string;
    };

/** How a benchmark of this machine goes. */
export type BenchmarkEvent =
  | {
      event: "progress";
      /** How far. */
      permille: number;
      /** Speed so far. */
      samples_per_second: number;
      /** Board power now, where a meter tells. */
      power: Milliwatts | null;
    }
  | {
      event: "picture";
      /** The PNG. */
      png_base64: string;
    }
  | {
      event: "ended";
      /** The adapter and its speed, which is used from now on. */
      device: MeasuredDevice;
      /** Board power under load, where a meter tells. */
      power: Milliwatts | null;
    };

/** The BLAKE3 hash of a blob. */
export type BlobHash = string;

/** An hour, day or month. */
export type Bucket = {
  /** When it begins. */
  start: UnixMillis;
  /** What fell into it. */
  sums: Earnings;
};

/** What has its hands full, so that it may go later. */
export type Busy = "benchmark" | "job" | "model" | "everybody" | "picture";

/** Sizes in bytes. */
export type Bytes = number;

/** Why a request could not be answered. */
export type ControlError =
  | {
      code: "bad-request";
      /** Why. */
      what: string;
    }
  | {
      code: "invalid-setting";
      /** Which. */
      name: string;
      /** Why. */
      fault: SettingFault;
    }
  | {
      code: "role-off";
      /** Which. */
      role: Side;
    }
  | {
      code: "bad-input";
      /** What is wrong with it. */
      why: BadInput;
    }
  | {
      code: "no-model";
      /** As it was called. */
      model: string;
    }
  | {
      code: "no-provider";
      /** What was heard. */
      why: NoProvider;
    }
  | {
      code: "false-answer";
      /** Who. */
      provider: NodeId;
    }
  | {
      code: "busy";
      /** What is in the way. */
      with: Busy;
    }
  | {
      code: "failed";
      /** What. */
      why: Failure;
    }
  | {
      code: "books";
      /** What happened. */
      what: string;
    }
  | { code: "shutting-down" };

/** The job that is being provided. */
export type CurrentJob = {
  /** Which. */
  job: JobId;
  /** Of what kind. */
  kind: WorkKind;
  /** What. */
  title: Title;
  /** For whom. */
  requester: NodeId;
  /** Units done. */
  units_done: number;
  /** The unit in hand, in thousandths. */
  unit_permille: number;
  /** For how much: per thousand million pixel samples, or per million tokens said. */
  price: Price;
  /** Tokens said so far, or read into vectors, where it is text. What they say is the requester's business. */
  tokens: number;
  /** Finished value so far. */
  gross: Amount;
  /** Grows by one whenever [`Preview`] has changed. */
  preview_version: number;
};

/** By what measure a day is used up. */
export type DayLimit = "hours" | "energy" | "cost";

/** Why somebody does not do it. */
export type Decline =
  | {
      code: "refused";
      /** The reason. */
      why: Refusal;
    }
  | {
      code: "stopped";
      /** Why. */
      reason: StopReason;
    }
  | {
      code: "failed";
      /** Why. */
      failure: UnitFailure;
    }
  | {
      code: "silent";
      /** What the network says. */
      what: string;
    }
  | { code: "only-relayed" }
  | {
      code: "strange";
      /** What. */
      what: string;
    };

/** Somebody who was asked and does not do it. */
export type Declined = {
  /** Who. */
  node: NodeId;
  /** Why not. */
  why: Decline;
};

/** An adapter that the worker can use. */
export type Device = {
  /** As the driver names it. */
  name: string;
  /** `vulkan`, `dx12` or `metal`. */
  backend: string;
  /** Driver and its version, as far as known. */
  driver: string;
  /** Card or software. */
  kind: DeviceKind;
};

/** What kind of processor an adapter is. */
export type DeviceKind = "discrete" | "integrated" | "virtual" | "software";

/** Sums over a span of time, as a provider. */
export type Earnings = {
  /** Value of the units finished in it, pending and final. */
  gross: Amount;
  /** Electricity that they took, and that void ones took. */
  electricity: Amount;
  /** `gross - electricity`. */
  net: Amount;
  /** The part of `gross` that no receipt covers yet, of jobs that go on. */
  pending: Amount;
  /** The part of `gross` that no receipt covers, of jobs that have ended: it is paid when that requester comes back. */
  held: Amount;
  /** The part of `gross` that receipts cover. */
  settled: Amount;
  /** Energy above idle. */
  energy: Millijoules;
  /** Units finished. */
  units: number;
  /** Spent as a requester. */
  spent: Amount;
};

/** How hard it works, and what holds it back. */
export type Effort = {
  /** Share of time, in thousandths. */
  duty_permille: number;
  /** GPU time of one submission at most, in microseconds. */
  quantum_us: number;
  /** What it does not work harder for. */
  held_by: Restraint | null;
};

/** In which format the books are written out. */
export type ExportFormat = "csv" | "json";

/** What stands in the way here, or what broke. */
export type Failure =
  | {
      code: "program-runs";
      /** Which. */
      name: string;
    }
  | { code: "going-to-sleep" }
  | { code: "card-lost" }
  | {
      code: "unmeasured";
      /** What it says. */
      what: string;
    }
  | {
      code: "unwritten";
      /** Which. */
      path: string;
      /** What the system says. */
      what: string;
    }
  | {
      code: "units";
      /** What became of the last one. */
      what: string;
    }
  | { code: "shutting-down" }
  | {
      code: "broken";
      /** The sentence, in English. */
      what: string;
    };

/** A setting that is not right. */
export type FieldError = {
  /** Dotted name. */
  name: string;
  /** What is wrong. */
  fault: SettingFault;
};

/** One matter that the doctor looked at. */
export type Finding = {
  /** How it stands. */
  health: Health;
  /** What was found. */
  found: Found;
};

/** Why the floor is what it is, per thousand million samples on the scene that was asked for. */
export type FloorSum = {
  /** What was offered. */
  offered: Amount;
  /** Electricity above rest, at the tariff of that hour. */
  electricity: Amount;
  /** Wear. */
  wear: Amount;
};

/** What was found. `what`, wherever it stands, are a driver's, a system's or a file's own words. */
export type Found =
  | {
      code: "adapter";
      /** Which. */
      device: Device;
      /** How fast it is. */
      samples_per_second: number;
    }
  | { code: "adapter-left-alone" }
  | { code: "adapter-measuring" }
  | {
      code: "adapter-broken";
      /** How. */
      what: string;
    }
  | {
      code: "adapter-missing";
      /** The name that the owner asks for, where there are others. */
      wanted: string | null;
    }
  | { code: "adapter-unmeasured" }
  | {
      code: "card";
      /** As the driver names it. */
      name: string;
      /** Which driver tells. */
      source: string;
      /** A script plays it. */
      simulated: boolean;
      /** What it tells that cannot be true, and is left out. */
      doubts: string[];
    }
  | { code: "meters-unread" }
  | {
      code: "meters-failed";
      /** Why. */
      what: string;
    }
  | {
      code: "meters-absent";
      /** Why. */
      what: string;
    }
  | { code: "meters-without-card" }
  | { code: "programs-unread" }
  | {
      code: "programs-unseen";
      /** Why. */
      what: string;
    }
  | {
      code: "program-runs";
      /** Its name. */
      name: string;
    }
  | { code: "programs-quiet" }
  | {
      code: "source-read";
      /** Which. */
      name: string;
    }
  | {
      code: "source-absent";
      /** Which. */
      name: string;
      /** Why. */
      what: string;
    }
  | {
      code: "source-failed";
      /** Which. */
      name: string;
      /** Why. */
      what: string;
    }
  | {
      code: "settings";
      /** Where it is. */
      path: string;
    }
  | {
      code: "settings-unreadable";
      /** Why. */
      what: string;
    }
  | {
      code: "settings-set-aside";
      /** What of it. */
      faults: FieldError[];
      /** Where it lies now. */
      kept_at: string;
    }
  | {
      code: "listening";
      /** With its name. */
      addresses: string[];
    }
  | { code: "listening-nowhere" }
  | {
      code: "index-nodes";
      /** This node is one, too. */
      ours: boolean;
      /** How many others. */
      connected: number;
    }
  | { code: "index-unset" }
  | {
      code: "index-silent";
      /** Of so many that are set. */
      set: number;
    }
  | {
      code: "books";
      /** How many transfers add up. */
      transfers: number;
    }
  | {
      code: "books-wrong";
      /** What of them. */
      faults: string[];
    }
  | {
      code: "books-unread";
      /** Why. */
      what: string;
    }
  | {
      code: "daemon-missing";
      /** For which data folder. */
      home: string;
    };

/** One reading of one card. What a card does not tell is `None`. */
export type GpuReading = {
  /** When it was read. */
  at: UnixMillis;
  /** As the driver names it. */
  name: string;
  /** Stable name of this very card. */
  uuid: string;
  /** Whether the card is played by a script. Tests and demos only; every window says so. */
  simulated: boolean;
  /** Share of time that any kernel ran, whoever's, in percent. */
  load_percent: number | null;
  /** Share of time that somebody else's work ran, in percent, as far as it can be told apart. */
  foreign_load_percent: number | null;
  /** Board power. */
  power: Milliwatts | null;
  /** Energy since the driver was loaded. */
  energy: Millijoules | null;
  /** The limit that the card enforces now. */
  power_limit: Milliwatts | null;
  /** Core temperature in degrees Celsius. */
  temperature_c: number | null;
  /** Memory in use. */
  memory_used: Bytes | null;
  /** Memory in all. */
  memory_total: Bytes | null;
  /** Memory that somebody else holds: what is in use less what our workers hold. */
  foreign_memory: Bytes | null;
  /** Whether a screen hangs on it. */
  display_active: boolean | null;
  /** Which driver tells: `nvml`, `amdgpu`, `i915`, `xe`; or `windows`, whose counters are of all cards together. */
  source: string;
  /** What the power limit may be set to. */
  power_range: PowerRange | null;
  /** The fastest fan, in percent of its most. */
  fan_percent: number | null;
  /** Why it runs slower than it could. Being idle is no reason. */
  throttles: Throttle[];
  /** Videos that are being encoded on it: the owner streams or records. */
  encoder_sessions: number | null;
  /** Answers that no card can mean and that were thrown away, in words. */
  doubts: string[];
};

/** How a matter stands. */
export type Health = "good" | "notice" | "bad";

/** What was earned over a span of time. */
export type History = {
  /** One after the other without gaps, the newest last; at most [`crate::limits::BUCKETS_MOST`]. */
  buckets: Bucket[];
  /** All of them together. */
  total: Earnings;
  /** By kind of work, the kind that left most first. */
  kinds: KindSums[];
  /** By hour of the local day, from midnight on: always 24. */
  hours: Earnings[];
};

/** What tells about this machine. */
export type Instrument = "cards" | "programs" | "surroundings";

/** Everything about one job. */
export type JobDetail = {
  /** As in the list. */
  row: JobRow;
  /** Oldest first; the newest [`crate::limits::UNITS_MOST`]. */
  units: UnitRow[];
  /** Newest first. Only the newest counts; the others are kept as they came. */
  receipts: ReceiptRow[];
  /** Energy of its units above idle, where it was measured. */
  energy: Millijoules | null;
  /** What was seen last of the picture: a PNG as base64. `None`: there is none, or it was not kept. */
  png_base64: string | null;
};

/** Which jobs are meant. `None`: all. */
export type JobFilter = {
  /** On this side. */
  side: Side | null;
  /** Of this kind. */
  kind: WorkKind | null;
  /** With this peer. */
  peer: NodeId | null;
  /** Opened before this one: the last row of the page before. */
  before: JobMark | null;
};

/** A job, chosen at random by its requester before the first message. */
export type JobId = string;

/** A place in the list of jobs. */
export type JobMark = {
  /** When it was opened. */
  opened_at: UnixMillis;
  /** Which. */
  job: JobId;
  /** With whom. */
  peer: NodeId;
};

/** A job in the books. On the requester's side one row per provider and job. */
export type JobRow = {
  /** The job. */
  job: JobId;
  /** This node's part in it. */
  side: Side;
  /** The other side. */
  peer: NodeId;
  /** What kind of work. */
  kind: WorkKind;
  /** What it is. */
  title: Title;
  /** When it was agreed. */
  opened_at: UnixMillis;
  /** When its newest entry was made. */
  changed_at: UnixMillis;
  /** How far it is. */
  state: JobState;
  /** Units paid or to be paid. */
  units: number;
  /** Units that came to nothing. */
  void_units: number;
  /** Value of finished units, paid or not. */
  gross: Amount;
  /** Electricity that they took. Zero for a requester. */
  electricity: Amount;
  /** `gross - electricity`. */
  net: Amount;
  /** The part of `gross` that receipts cover. */
  settled: Amount;
};

/** How far a job is. */
export type JobState =
  | { state: "open" }
  | {
      state: "ended";
      /** Why. */
      reason: StopReason;
    };

/** What one kind of work brought. */
export type KindSums = {
  /** Which. */
  kind: WorkKind;
  /** What it brought. */
  sums: Earnings;
};

/** A limit and its effect. */
export type LimitRow = {
  /** Dotted name of its setting. */
  name: string;
  /** As it stands in the settings file. */
  value: string;
  /** One sentence. */
  meaning: string;
  /** What it adds to the net of a day: below zero where it costs, above where it saves. */
  effect_per_day: Amount;
};

/** What a day would bring under the owner's limits. */
export type Limits = {
  /** Net of a day with all of them; `None`: nothing is known of this machine yet. */
  net_per_day: Amount | null;
  /** Those that are set and bear on it. */
  limits: LimitRow[];
  /** Between what and what the net may well be; `None` where `net_per_day` is. */
  range: NetRange | null;
  /** Hours of work in such a day, in thousandths. */
  work_hours_permille: number | null;
  /** What the estimate supposes. */
  rests_on: Assumption[];
};

/** Somebody's offer to render. */
export type MarketRow = {
  /** Whose. */
  provider: NodeId;
  /** With what. */
  device: Device;
  /** Lowest price on the reference scene, per thousand million samples. */
  floor_per_gigasample: Amount;
  /** Speed on the reference scene. */
  samples_per_second: number;
  /** Whether it would start now. */
  free: boolean;
  /** Whether it is this node's. */
  ours: boolean;
};

/** An adapter and how fast it rendered the reference scene (the built-in Cornell box). */
export type MeasuredDevice = {
  /** The adapter. */
  device: Device;
  /** Pixel samples per second on the reference scene. */
  samples_per_second: number;
};

/** Energy in thousandths of a joule. One kilowatt-hour is 3 600 000 000 of them. */
export type Millijoules = number;

/** Power in thousandths of a watt. */
export type Milliwatts = number;

/** What a worker found in a model's file. */
export type ModelFacts = {
  /** As the file says, or empty. */
  name: string;
  /** What it is for. */
  kind: ModelKind;
  /** For example `llama`, `qwen3`, `bert`. */
  architecture: string;
  /** The format that most of its weights have, for example `Q4_1`. */
  format: string;
  /** Weights in all. */
  parameters: number;
  /** Transformer blocks. */
  layers: number;
  /** Numbers in a hidden state, and in an embedding. */
  width: number;
  /** Tokens in its vocabulary. */
  vocabulary: number;
  /** Tokens that it was trained to see at once. */
  context: number;
  /** Whether it brings a chat template. */
  chat: boolean;
  /** Memory that its weights take on the device. */
  weight_bytes: Bytes;
  /** Memory that one token of context takes on the device. */
  token_bytes: Bytes;
};

/** What a model is for. */
export type ModelKind = "generate" | "embed";

/** Somebody's offer to answer with a model. */
export type ModelOfferRow = {
  /** Whose. */
  provider: NodeId;
  /** Lowest price, per million tokens said. */
  floor: Price;
  /** Measured. */
  speed: TextSpeed;
  /** Tokens that one request may have. */
  tokens: number;
  /** Whether it would start now. */
  free: boolean;
};

/** A model that is here or on offer. */
export type ModelRow = {
  /** What it is called here, else what most call it. */
  name: string;
  /** BLAKE3 of its file. */
  hash: BlobHash;
  /** Size of its file. */
  size: Bytes;
  /** What it is for. */
  kind: ModelKind;
  /** What is in it, where it is here. */
  facts: ModelFacts | null;
  /** How fast it runs here, where that was measured. */
  speed: TextSpeed | null;
  /** Who answers with it. */
  offers: ModelOfferRow[];
};

/** Between what and what a day's net may well be. */
export type NetRange = {
  /** Where nobody asks for anything: nothing is earned, and nothing spent. */
  low: Amount;
  /** Where there is always work. */
  high: Amount;
};

/** This node among others. */
export type Network = {
  /** Connected ones. */
  peers: PeerRow[];
  /** Whether others get through to this node. */
  reachability: Reachability;
  /** Where this node listens, and where it is called over relays. */
  addresses: string[];
  /** How many others can be called over this node. `None`: it does not relay. */
  relays_for: number | null;
  /** What work with each peer came to, by the books; those with the newest entries first. */
  records: PeerRecord[];
  /** Who offers to render, this node included, cheapest first. */
  market: MarketRow[];
};

/** Why nobody does it. */
export type NoProvider =
  | { code: "nobody-found" }
  | {
      code: "model-gone";
      /** Which. */
      model: string;
    }
  | {
      code: "declined";
      /** The last few, the newest first. */
      declined: Declined[];
    };

/** Why nobody relays for this node. */
export type NoRelay =
  | "not-wanted"
  | "not-offered"
  | "refused"
  | "full"
  | "silent"
  | "strange"
  | "lost"
  | "asking";

/** A node of the mesh: its ed25519 public key. */
export type NodeId = string;

/** A standing offer, for people. */
export type OfferRow = {
  /** Lowest price on the reference scene, per thousand million samples. */
  floor_per_gigasample: Amount;
  /** Speed on the reference scene. */
  samples_per_second: number;
};

/** What work with one peer came to. */
export type PeerRecord = {
  /** Who. */
  peer: NodeId;
  /** This node's part in it. */
  side: Side;
  /** Jobs agreed on. */
  jobs: number;
  /** Units paid. */
  paid_units: number;
  /** Units that came to nothing because of how they were made or paid: not those that an owner interrupted. */
  failed_units: number;
  /** Value of what was finished. */
  gross: Amount;
  /** The newest entry. */
  last: UnixMillis;
};

/** A connected peer. */
export type PeerRow = {
  /** Who. */
  node: NodeId;
  /** Over which address. */
  address: string;
  /** `quic`, `tcp`, or `relay` where there is no direct connection. */
  transport: string;
  /** Round trip in microseconds, where measured. */
  rtt_us: number | null;
};

/** Where this node keeps its things: absolute paths. */
export type Places = {
  /** Everything. */
  data: string;
  /** The log of this day. */
  log: string;
  /** The settings file. */
  settings: string;
};

/** What a card's power limit may be set to. */
export type PowerRange = {
  /** At least. */
  least: Milliwatts;
  /** At most. */
  most: Milliwatts;
  /** As delivered. */
  default: Milliwatts | null;
};

/** A readable set of limits, for owners who want to choose once. */
export type Preset = "quiet-nights" | "when-away" | "everything";

/** A preset with what it would change and bring. */
export type PresetRow = {
  /** Which. */
  preset: Preset;
  /** What it sets. */
  changes: SettingChange[];
  /** What a day would bring with it. */
  limits: Limits;
  /** Whether the settings are just so now. */
  chosen: boolean;
};

/** A small picture of the job in hand. */
export type Preview = {
  /** Which job. */
  job: JobId;
  /** Equal to [`CurrentJob::preview_version`]. */
  version: number;
  /** A PNG as base64. */
  png_base64: string;
};

/**
 * A price, per thousand million of what the kind of work is measured in: pixel samples of a picture, thousandths of a
 * token of text. So text has its price per million tokens said, and a token that is read costs a tenth of one
 * ([`crate::job::READ_WEIGHT`]).
 */
export type Price = {
  /** Micro-credits for 1 000 000 000 of them. */
  per_giga: Amount;
};

/** Programs beside which no work is done. */
export type Programs = {
  /** The owner's list. Games in the known libraries need not be on it. */
  listed: string[];
  /** One that runs now. */
  running: string | null;
  /** Programs that were seen working on the card and are not on the list. */
  suggestions: SuggestionRow[];
};

/** Whether others get through to this node. */
export type Reachability =
  | { reach: "unknown" }
  | {
      reach: "direct";
      /** At this address, as a peer has tried. */
      address: string;
    }
  | {
      reach: "relayed";
      /** Through whom. */
      through: NodeId[];
      /** How many of the last calls became direct connections, */
      punched: number;
      /** of so many. */
      tries: number;
    }
  | {
      reach: "outgoing-only";
      /** Why nobody relays for it. */
      relay: NoRelay;
    }
  | {
      reach: "alone";
      /** Why, as far as that is known. One sentence. */
      what: string;
    };

/** A receipt as it came: the payer's signed word for what it owes in all for a job. */
export type ReceiptRow = {
  /** When it came, or was given. */
  at: UnixMillis;
  /** Who signed it. */
  payer: NodeId;
  /** Units that it covers in all. */
  units: number;
  /** What it promises in all. */
  total: Amount;
  /** The bytes that were signed, in hex: the kind of statement, a zero, and the encoded receipt. */
  statement: string;
  /** The Ed25519 signature over them, in hex. */
  signature: string;
};

/** Why a provider does not take a job. */
export type Refusal =
  | "not-idle"
  | "busy"
  | {
      "below-floor": {
        /** What it would take. */
        floor: Price;
      };
    }
  | "no-model"
  | {
      "too-large": {
        /** What it needs. */
        needs: Bytes;
        /** What there is. */
        allowed: Bytes;
      };
    }
  | {
      invalid: {
        /** Which. */
        what: string;
      };
    }
  | "unknown"
  | "bad-signature"
  | "no-provider"
  | {
      unpaid: {
        /** How much. */
        owed: Amount;
      };
    }
  | "blocked"
  | {
      "kind-refused": {
        /** Which. */
        kind: WorkKind;
      };
    }
  | "mature";

/** A job that was not taken. */
export type RefusalRow = {
  /** When. */
  at: UnixMillis;
  /** Whose. */
  requester: NodeId;
  /** What. */
  title: Title;
  /** Why. */
  refusal: Refusal;
  /** For an offer below the floor: the sum behind the floor. */
  sum: FloorSum | null;
};

/** How a requested render goes. */
export type RenderEvent =
  | {
      event: "checked";
      /** Its name. */
      job: JobId;
      /** What is in it. */
      facts: SceneFacts;
    }
  | { event: "searching" }
  | {
      event: "agreed";
      /** Who. */
      provider: NodeId;
      /** With what. */
      device: Device;
      /** For how much. */
      price: Price;
    }
  | {
      event: "progress";
      /** Pixel samples in the picture. */
      pixel_samples: number;
      /** Pixel samples asked for. */
      of: number;
      /** Owed so far. */
      cost: Amount;
    }
  | { event: "pictured" }
  | {
      event: "provider-lost";
      /** Who. */
      provider: NodeId;
      /** Why. */
      reason: StopReason;
    }
  | {
      event: "ended";
      /** How. */
      outcome: RenderOutcome;
      /** Owed in all. */
      cost: Amount;
    };

/** How a requested render ended. */
export type RenderOutcome =
  | { outcome: "done" }
  | { outcome: "cancelled" }
  | {
      outcome: "bad-input";
      /** What is wrong with it. */
      why: BadInput;
    }
  | {
      outcome: "no-provider";
      /** What was heard. */
      why: NoProvider;
    }
  | {
      outcome: "failed";
      /** What. */
      why: Failure;
    };

/** What keeps work from being done at full speed. */
export type Restraint = "presence" | "share" | "power" | "heat" | "fan";

/** Which parts a daemon plays. */
export type Roles = {
  /** Works for others. */
  provider: boolean;
  /** May ask others. */
  requester: boolean;
  /** Lists providers. */
  index: boolean;
};

/** What a worker found in a scene. */
export type SceneFacts = {
  /** Triangles stored. */
  triangles: number;
  /** Triangles seen, instances counted. */
  instanced_triangles: number;
  /** Instances of meshes. */
  instances: number;
  /** Materials. */
  materials: number;
  /** Emissive triangles and punctual lights. */
  lights: number;
  /** Names of its cameras. */
  cameras: string[];
  /** Memory that it takes on the device. */
  device_bytes: Bytes;
  /**
   * What the artist used and this engine does not render, in plain words. What begins with [`NOTE`] is rendered, in a way
   * that has to be said.
   */
  unsupported: string[];
  /** When the last of its animations ends, in microseconds. Zero: it stands still. */
  duration_us: number;
};

/** A setting and what it is to become. */
export type SettingChange = {
  /** Dotted name. */
  name: string;
  /** As it would stand in the settings file. */
  value: string;
};

/** What is wrong with a setting. */
export type SettingFault =
  | { code: "unknown" }
  | { code: "not-switch" }
  | { code: "not-whole" }
  | {
      code: "out-of-range";
      /** At least. */
      least: number;
      /** At most. */
      most: number;
      /** Zero is right besides, and means that there is no limit. */
      or_zero: boolean;
    }
  | {
      code: "not-money";
      /** At most, in whole credits. */
      most: number;
    }
  | { code: "not-energy" }
  | {
      code: "not-word";
      /** All of them, as they stand in the settings file. */
      words: string[];
    }
  | { code: "not-nodes" }
  | {
      code: "too-many";
      /** How long it may be. */
      most: number;
    }
  | {
      code: "not-hours";
      /** What was found instead. */
      text: string;
    }
  | {
      code: "not-band";
      /** What was found instead. */
      text: string;
    }
  | { code: "two-sources" }
  | { code: "not-address" }
  | { code: "not-spoken" }
  | {
      code: "unfit";
      /** What the reader of the file says: English, with the place. */
      what: string;
    }
  | {
      code: "unwritten";
      /** What the system says. */
      what: string;
    };

/** A setting with its value and meaning. */
export type SettingRow = {
  /** Dotted name. */
  name: string;
  /** As it stands in the settings file. */
  value: string;
  /** One sentence. */
  meaning: string;
};

/** On which side of a job this node stands. */
export type Side = "provider" | "requester";

/** What the daemon is doing. */
export type Status = {
  /** Its node. */
  node: NodeId;
  /** Its version. */
  version: string;
  /** Which parts it plays. */
  roles: Roles;
  /** What the providing side does, and why not more. */
  activity: Activity;
  /** When the clock alone will change that, if it will. */
  until: UnixMillis | null;
  /** How hard it works; `None` while it does not. */
  effort: Effort | null;
  /** What a kilowatt-hour costs now; `None`: nobody knows. */
  tariff_per_kwh: Amount | null;
  /** The adapter that is used, and its speed. */
  device: MeasuredDevice | null;
  /** The card's meters. Empty: no card tells. */
  gpus: GpuReading[];
  /** Why `gpus` is empty, in words. */
  meters: string | null;
  /** What it offers to the mesh now. */
  offer: OfferRow | null;
  /** The job in hand. */
  current: CurrentJob | null;
  /** Since local midnight. */
  today: Earnings;
  /** Since the beginning. */
  all_time: Earnings;
  /** Connected peers. */
  peers: number;
  /** Index nodes that list or answer this node. */
  index_nodes: number;
};

/** How finely a span of time is cut, by the local clock. */
export type Step = "hour" | "day" | "month";

/** Why a job ended or its stream closed. */
export type StopReason =
  | "done"
  | "cancelled"
  | "owner-returned"
  | "shutting-down"
  | {
      protocol: {
        /** How. */
        what: string;
      };
    }
  | "unpaid"
  | "bad-results"
  | "lost"
  | {
      failed: {
        /** Why. */
        what: string;
      };
    }
  | {
      refused: {
        /** Why not. */
        why: Refusal;
      };
    };

/** A program that was seen working on the card. */
export type SuggestionRow = {
  /** Name of its file. */
  name: string;
  /** How long it kept the card busy in all. */
  busy_minutes: number;
  /** The most of the card that it took, in percent. */
  peak_percent: number;
  /** When it was seen last. */
  last_seen: UnixMillis;
};

/** How fast a model runs on an adapter, in tokens per second. */
export type TextSpeed = {
  /** Reading a prompt. */
  prefill: number;
  /** Saying an answer, one conversation alone. */
  decode: number;
};

/** Why a card runs slower than it could. */
export type Throttle = "power" | "heat" | "hardware";

/** What a job is. Books keep it as its English words, and [`Title::from`] reads them back. */
export type Title =
  | {
      code: "picture";
      /** Pixels from left to right. */
      width: number;
      /** Pixels from top to bottom. */
      height: number;
      /** Samples per pixel. */
      spp: number;
    }
  | {
      code: "text";
      /** As its requester calls it. */
      model: string;
    }
  | { code: "agreement" }
  | {
      code: "other";
      /** As they stand in the books. */
      words: string;
    };

/** Why a unit has no result, or none that counts. */
export type UnitFailure =
  | "preempted"
  | "worker-failed"
  | {
      "bad-scene": {
        /** What is wrong with it. */
        what: string;
      };
    }
  | {
      "bad-model": {
        /** What is wrong with it. */
        what: string;
      };
    }
  | {
      "bad-request": {
        /** The sentence, for whoever asked. */
        what: string;
      };
    }
  | "bad-unit"
  | "bad-result"
  | "not-finite"
  | "differs"
  | "timed-out"
  | "job-ended"
  | "false-answer";

/** A unit of work: BLAKE3 over engine, job description and range, so that the same work has the same name everywhere. */
export type UnitId = string;

/** A unit in the books. */
export type UnitRow = {
  /** The job. */
  job: JobId;
  /** The unit. */
  unit: UnitId;
  /** This node's part in it. */
  side: Side;
  /** How far its money is. */
  state: UnitState;
  /** Its value: reserved, pending or final. Zero when void. */
  gross: Amount;
  /** Energy above idle, where it was measured. */
  energy: Millijoules | null;
  /** What that energy cost. */
  electricity: Amount;
  /** `gross - electricity`. */
  net: Amount;
  /** Time on the GPU in milliseconds. */
  busy_ms: number;
  /** When its newest entry was made. */
  changed_at: UnixMillis;
};

/** How far a unit's money is. */
export type UnitState =
  | { state: "started" }
  | { state: "pending" }
  | { state: "final" }
  | {
      state: "void";
      /** Why. */
      why: UnitFailure;
    };

/** Wall time in milliseconds since 1970 (UTC). */
export type UnixMillis = number;

/** Why nothing is being worked on although nobody paused it. */
export type WaitReason =
  | { code: "role-off" }
  | { code: "not-said" }
  | { code: "starting" }
  | { code: "measuring" }
  | {
      code: "no-device";
      /** The name that the owner asks for, where there are others. */
      wanted: string | null;
    }
  | { code: "card-off" }
  | {
      code: "program-running";
      /** Its name. */
      name: string;
    }
  | {
      code: "owner-present";
      /** How long nobody must, in minutes. */
      minutes: number;
    }
  | {
      code: "fullscreen";
      /** Its name. */
      name: string;
    }
  | {
      code: "remote-use";
      /** How. */
      name: string;
    }
  | { code: "encoding" }
  | {
      code: "gpu-in-use";
      /** How much, in percent. */
      load_percent: number;
    }
  | {
      code: "memory-short";
      /** What they leave. */
      free: Bytes;
    }
  | { code: "on-battery" }
  | { code: "metered-network" }
  | {
      code: "outside-hours";
      /** When they begin; `None`: none is allowed. */
      until: UnixMillis | null;
    }
  | {
      code: "day-used-up";
      /** By which measure. */
      by: DayLimit;
      /** Midnight. */
      until: UnixMillis;
    }
  | {
      code: "too-hot";
      /** How hot, in degrees Celsius. */
      temperature_c: number;
      /** What is allowed. */
      most_c: number;
    }
  | {
      code: "too-loud";
      /** How fast it turns, in percent. */
      fan_percent: number;
      /** What is allowed. */
      most_percent: number;
    }
  | {
      code: "limit-below-rest";
      /** What is allowed. */
      limit: Milliwatts;
      /** What it takes at rest. */
      rest: Milliwatts;
    }
  | {
      code: "tariff-too-high";
      /** What it costs per kilowatt-hour. */
      per_kwh: Amount;
      /** What is allowed. */
      most: Amount;
    }
  | {
      code: "tariff-unknown";
      /** Why not. */
      what: string;
    }
  | { code: "going-to-sleep" }
  | {
      code: "cooling-down";
      /** Until when. */
      until: UnixMillis;
    }
  | {
      code: "no-readings";
      /** Which. */
      instrument: Instrument;
    }
  | { code: "no-mesh" }
  | { code: "no-work" }
  | {
      code: "worker-broken";
      /** What it said. */
      what: string;
    };

/** What kind of work a job is. */
export type WorkKind = "render" | "generate" | "embed";
