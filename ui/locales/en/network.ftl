# The page "Network".

network-reach = Can others reach this machine?
network-reach-unknown = Not known yet
network-reach-unknown-about = Peers are asked to try. This takes a few minutes after the start.
network-reach-direct = Directly
network-reach-direct-about = A peer got through at { $address }. Nothing is left to do.
network-reach-relayed = Over a relay
network-reach-relayed-about = Nobody was seen to get through from outside, so others call this machine through { $through }. Small work comes that way; larger work needs the direct connection that is tried from there.
network-reach-punched = Calls that became direct connections: { $punched } of the last { $tries }.
network-reach-outgoing-only = Outgoing only
network-reach-outgoing-only-about = Nobody was seen to get through from outside. Work still comes over connections that this machine makes itself. A port that your router forwards to this machine, or UPnP switched on in it, makes more peers reach you.
network-no-relay-not-wanted = No relay is asked for: a setting says so.
network-no-relay-not-offered = None of the index nodes relays calls.
network-no-relay-full = The relay that was asked has no place left; it is asked again.
network-no-relay-asking = A relay is being asked.
network-no-relay-failed = The relay that was asked refuses or does not answer as it should; another one is tried, or it again.
network-reach-alone = Alone
network-reach-alone-about = Nobody is connected ({ $what }). Check the internet connection, and whether index nodes are named in the settings.

network-node = This node
network-addresses = Listens at
network-relays-for = Others that can be called through this machine: { $count }.

network-market = Prices now
network-market-none = Nobody offers to render right now.
network-market-alone = Nobody else offers to render right now.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] The other provider asks as much as you or less.
           *[other] You ask less than the other provider.
        }
       *[other] You ask less than { $cheaper } of { $total } other providers.
    }
network-market-off = You offer nothing right now.
network-market-axis-price = Credits per thousand million samples
network-market-axis-speed = Samples per second
network-market-mine = yours
network-market-free = free
network-market-busy = busy
network-market-provider = Provider
network-market-device = Device
network-market-price = Price
network-market-speed = Speed
network-market-state = State
network-market-chart = Each provider’s price against its speed

network-peers = Peers
network-peers-none = Nobody is connected.
network-peer = Peer
network-address = Address
network-transport = Over
network-rtt = Round trip

network-records = What work together came to
network-records-none = No work with anybody yet.
network-records-about = Told by your own books, and seen by nobody else.
network-record-worked = you worked for them
network-record-bought = they worked for you
network-record-side = Who for whom
network-record-jobs = Jobs
network-record-paid = Units paid
network-record-failed = Units failed
network-record-gross = Worth
network-record-last = Last
