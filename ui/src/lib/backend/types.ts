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
      what: string;
    }
  | {
      code: "role-off";
      /** Which. */
      role: Side;
    }
  | {
      code: "bad-input";
      /** The sentence. */
      what: string;
    }
  | {
      code: "no-model";
      /** As it was called. */
      model: string;
    }
  | {
      code: "no-provider";
      /** The sentence. */
      what: string;
    }
  | {
      code: "busy";
      /** The sentence. */
      what: string;
    }
  | {
      code: "failed";
      /** The sentence. */
      what: string;
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
  /** What, for people. */
  title: string;
  /** For whom. */
  requester: NodeId;
  /** Units done. */
  units_done: number;
  /** The unit in hand, in thousandths. */
  unit_permille: number;
  /** Finished value so far. */
  gross: Amount;
  /** Grows by one whenever [`Preview`] has changed. */
  preview_version: number;
};

/** By what measure a day is used up. */
export type DayLimit = "hours" | "energy" | "cost";

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
  /** The part of `gross` that no receipt covers yet. */
  pending: Amount;
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

/** One matter that the doctor looked at. */
export type Finding = {
  /** What was looked at: `graphics adapter`. */
  subject: string;
  /** How it stands. */
  health: Health;
  /** What was found. */
  found: string;
  /** What to do about it; empty when nothing. */
  advice: string;
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

/** What tells about this machine. */
export type Instrument = "cards" | "programs" | "surroundings";

/** A job, chosen at random by its requester before the first message. */
export type JobId = string;

/** A job in the books. On the requester's side one row per provider and job. */
export type JobRow = {
  /** The job. */
  job: JobId;
  /** This node's part in it. */
  side: Side;
  /** The other side. */
  peer: NodeId;
  /** What it is, for people: `render 640x360, 64 spp`. */
  title: string;
  /** When it was agreed. */
  opened_at: UnixMillis;
  /** When its newest entry was made. */
  changed_at: UnixMillis;
  /** How far it is. */
  state: JobState;
  /** Units paid or to be paid. */
  units: number;
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

/** A node of the mesh: its ed25519 public key. */
export type NodeId = string;

/** A standing offer, for people. */
export type OfferRow = {
  /** Lowest price on the reference scene, per thousand million samples. */
  floor_per_gigasample: Amount;
  /** Speed on the reference scene. */
  samples_per_second: number;
};

/** A connected peer. */
export type PeerRow = {
  /** Who. */
  node: NodeId;
  /** Over which address. */
  address: string;
  /** `quic` or `tcp`. */
  transport: string;
  /** Round trip in microseconds, where measured. */
  rtt_us: number | null;
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

/** A small picture of the job in hand. */
export type Preview = {
  /** Which job. */
  job: JobId;
  /** Equal to [`CurrentJob::preview_version`]. */
  version: number;
  /** A PNG as base64. */
  png_base64: string;
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
    };

/** Why a card runs slower than it could. */
export type Throttle = "power" | "heat" | "hardware";

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
  | "job-ended";

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
  | { code: "starting" }
  | { code: "measuring" }
  | {
      code: "no-device";
      /** What was found instead. */
      what: string;
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
