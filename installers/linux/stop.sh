# Programs of the package that run on this system, by number. What runs in a container's own root is not ours.
idlewatt_running() {
    here=$(stat -c %d:%i /.)
    for process in /proc/[0-9]*; do
        program=$(readlink "$process/exe" 2>/dev/null) || continue
        for name in "$@"; do
            # An upgrade leaves old programs running, whose files are gone.
            if { [ "$program" = "/usr/bin/$name" ] || [ "$program" = "/usr/bin/$name (deleted)" ]; } &&
                [ "$(stat -Lc %d:%i "$process/root/." 2>/dev/null)" = "$here" ]; then
                echo "${process#/proc/}"
            fi
        done
    done
}

# Ends them in order. A daemon closes its jobs and its books when it is asked to end, which takes 15 s at most; only
# what is there after twice that hangs, and is killed: the books survive that.
idlewatt_stop() {
    # Windows first: they would start their daemon again.
    for process in $(idlewatt_running "idlewatt-tray" "idlewatt"); do
        kill -TERM "$process" 2>/dev/null || true
    done
    for process in $(idlewatt_running "idlewattd"); do
        echo "idlewatt: asking the daemon (process $process) to finish"
        kill -TERM "$process" 2>/dev/null || true
    done
    waited=0
    while [ -n "$(idlewatt_running "idlewatt-tray" "idlewatt" "idlewattd" "idlewatt-worker")" ]; do
        if [ "$waited" -ge 30 ]; then
            for process in $(idlewatt_running "idlewatt-tray" "idlewatt" "idlewattd" "idlewatt-worker"); do
                echo "idlewatt: process $process does not end and is killed"
                kill -KILL "$process" 2>/dev/null || true
            done
            break
        fi
        sleep 1
        waited=$((waited + 1))
    done
}

# After an upgrade: daemons of the old version end, and a tray app that runs starts the new one.
idlewatt_renew() {
    for process in $(idlewatt_running "idlewattd (deleted)"); do
        echo "idlewatt: asking the daemon of the old version (process $process) to finish;" \
            "a tray app starts the new one, else \`idlewatt start\` does"
        kill -TERM "$process" 2>/dev/null || true
    done
}

# What a removal leaves: users' own folders are theirs.
idlewatt_say_where_data_is() {
    getent passwd | while IFS=: read -r user _ _ _ _ home _; do
        if [ -d "$home/.local/share/idlewatt" ]; then
            echo "idlewatt: the key, books and settings of $user stay in $home/.local/share/idlewatt"
        fi
        if [ -f "$home/.config/autostart/Idlewatt.desktop" ]; then
            echo "idlewatt: $home/.config/autostart/Idlewatt.desktop names a program that is gone, and starts nothing"
        fi
    done
}
