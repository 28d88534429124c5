#!/bin/sh
# curl against a gateway: sh curl.sh BASE_URL MODEL [KEY]. The first thing that is wrong ends it with a code other than 0.
set -eu
base=${1:-${OPENAI_BASE_URL:?a base URL is needed}} model=${2:-${IDLEWATT_MODEL:?a model is needed}}
key=${3:-${OPENAI_API_KEY:-none}}

# Prints the status in the first line and the answer below it.
ask() {
    path=$1
    shift
    answer=$(curl -sS --max-time 120 -w '\n%{http_code}' -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
        "$@" "$base$path")
    printf '%s\n%s\n' "$(printf '%s' "$answer" | tail -n 1)" "$(printf '%s' "$answer" | sed '$d')"
}
# says WHAT ANSWER: every following pattern is somewhere in the answer.
says() {
    what=$1 answer=$2
    shift 2
    for pattern; do
        printf '%s' "$answer" | grep -q -e "$pattern" || { printf '%s: no %s in\n%s\n' "$what" "$pattern" "$answer" >&2; exit 1; }
    done
    echo "curl: $what"
}

body='"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 8, "temperature": 0'
says models "$(ask /models)" '^200$' '"object":"list"' "\"id\":\"$model\""
says chat "$(ask /chat/completions -d "{\"model\": \"$model\", $body}")" \
    '^200$' '"object":"chat.completion"' '"finish_reason":"\(stop\|length\)"' '"total_tokens":[1-9]'
says 'a stream' "$(ask /chat/completions -N -d "{\"model\": \"$model\", \"stream\": true, $body}")" \
    '^200$' '^data: {"id":"chatcmpl-' '"role":"assistant"' '^data: \[DONE\]$'
says 'an unknown model' "$(ask /chat/completions -d "{\"model\": \"no-such-model\", $body}")" \
    '^404$' '"code":"model_not_found"' '"param":"model"'
says 'broken JSON' "$(ask /chat/completions -d '{"model": ')" '^400$' '"code":"invalid_json"' 'line 1'
says 'a page of a stranger' "$(ask /models -H 'Origin: https://stranger.example')" '^403$' '"code":"origin_not_allowed"'
echo '6 passed, 0 failed'
