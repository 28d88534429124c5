//! Every setting by its dotted name, with one sentence. The order is the order in which people read them.

/// Name and meaning.
pub const MEANINGS: [(&str, &str); 43] = [
    ("roles.provider", "Work for others when this machine is idle; empty: not said yet, and nothing is worked on."),
    ("roles.requester", "Allow work on other people's machines."),
    ("roles.index", "List providers for others; for a machine that is always on."),
    ("limits.idle_minutes", "Minutes without input before work starts; 0: it does not matter whether you are there."),
    ("limits.when_present", "While you are there: stop, light (a share of the card, short submissions) or full."),
    ("limits.light_share_percent", "Share of the card in light mode, in percent."),
    ("limits.screenless_always", "A card without a screen goes on working while you are there."),
    (
        "limits.others_percent",
        "Use of the card by other programs above which no work is done, in percent; 100: work goes on beside them.",
    ),
    ("limits.hours", "When work is allowed, such as `mon-fri 22:00-07:00, sat-sun 0:00-24:00`; empty: always."),
    ("limits.hours_per_day", "Hours of work in a day at most; 0: no limit."),
    ("limits.energy_per_day_kwh", "Kilowatt-hours of work in a day at most; empty: no limit."),
    ("limits.cost_per_day", "Credits of electricity in a day at most; empty: no limit."),
    ("limits.tariff_most", "No work while a kilowatt-hour costs more than so many credits; empty: no limit."),
    ("limits.power_watts", "Watts of the card at most, averaged over a minute; 0: no limit."),
    ("limits.temperature_c", "Degrees Celsius of the card at most; 0: no limit."),
    ("limits.fan_percent", "Speed of the card's fan at most, in percent; 0: no limit."),
    ("limits.share_percent", "Share of the card's time at most, in percent."),
    ("limits.set_card_limit", "Use the card's own power limit for the watts where that is permitted, and put it back."),
    ("limits.on_battery", "Work from the battery, too."),
    ("limits.on_metered", "Work over a network that is paid by volume, too."),
    ("provider.quiet_seconds", "How long a game or other use of the GPU must be over before work starts again."),
    ("provider.programs", "Programs beside which no work is done, by the name of their file."),
    ("provider.memory_mib", "Most device memory that a job may take, in MiB."),
    ("provider.tariff_per_kwh", "Price of electricity, in credits per kilowatt-hour."),
    ("tariff.bands", "Other prices at some hours, such as `mon-fri 17:00-21:00 0.42`; the first that fits holds."),
    (
        "tariff.file",
        "A file that tells the price instead: a price, or lines of `TIME PRICE`, such as `2026-01-31T17:00+01:00 0.42`.",
    ),
    ("tariff.command", "A command that prints such lines instead, asked every few minutes."),
    ("provider.wear_per_hour", "Wear of the card, in credits per hour of work."),
    ("provider.margin_percent", "What is asked on top of the costs, in percent."),
    ("provider.adapter", "Name of the graphics adapter to use; empty: the fastest."),
    ("provider.models", "Models on the shelf that answer for others, by name."),
    ("accept.kinds", "Kinds of work that are taken: render, generate, embed."),
    ("accept.blocked", "Nodes whose work is refused, by their names of 64 digits."),
    (
        "accept.mature",
        "Take work whose requester says that it may be unsuitable for everybody. Nobody looks whether others say so truly.",
    ),
    ("models.disk_gib", "GiB of disk that models may take."),
    ("models.fetch", "Fetch models that you ask for: ask (over any network), unmetered (not by volume) or never."),
    ("models.share", "Let others fetch the models that answer for them, while this machine is idle."),
    ("network.listen", "Addresses to listen on."),
    ("network.index_nodes", "Index nodes: where providers are listed and found."),
    ("network.known_peers", "Nodes to stay connected to."),
    (
        "network.use_relays",
        "Have yourself called over an index node: when-needed (while nobody gets through to you), always or never.",
    ),
    (
        "network.relay",
        "Carry calls between others who cannot reach each other: with-index (as an index node), always or never.",
    ),
    ("network.mdns", "Find nodes in the local network. Shows this machine to it."),
];

/// What can be set for a single card: `cards.NAME.FIELD`, NAME being the card's name or the beginning of its UUID.
pub const CARD_MEANINGS: [(&str, &str); 6] = [
    ("works", "Whether this card works at all."),
    ("power_watts", "Watts of this card at most; 0: as for all."),
    ("temperature_c", "Degrees Celsius of this card at most; 0: as for all."),
    ("fan_percent", "Fan speed of this card at most, in percent; 0: as for all."),
    ("share_percent", "Share of this card's time at most, in percent; 0: as for all."),
    ("memory_mib", "Memory of this card that a job may take at most, in MiB; 0: as for all."),
];

/// What a setting means.
pub fn meaning(name: &str) -> Option<&'static str> {
    let of_card = || {
        let field = name.strip_prefix("cards.")?.rsplit_once('.')?.1;
        CARD_MEANINGS.iter().find(|(known, _)| *known == field)
    };
    MEANINGS.iter().find(|(known, _)| *known == name).or_else(of_card).map(|(_, meaning)| *meaning)
}
