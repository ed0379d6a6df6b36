#!/bin/sh
# Sends one photograph with curl and writes its mask.
# sh client_rest.sh photo.jpg mask.png
set -euC
if [ $# -ne 2 ]; then
  echo "usage: sh client_rest.sh PHOTO MASK" >&2
  exit 2
fi
if [ -e "$2" ] || [ -L "$2" ]; then
  echo "$2 is there already and is left untouched; give another name" >&2
  exit 1
fi
url="${URL:-http://localhost:8501}/v1/models/%{name}:predict"
answer=$( {
  printf '{"signature_name": "image_bytes", "instances": [{"b64": "'
  base64 <"$1" | tr -d '\n'
  printf '"}]}'
} | curl --silent --show-error --data-binary @- "$url")
case "$answer" in
*'"error"'*)
  echo "$answer" >&2
  exit 1
  ;;
esac
echo "$answer" | tr -d '\n ' | sed 's/.*"b64":"\([^"]*\)".*/\1/' |
  base64 -d >"$2" || {
  rm -f "$2"
  exit 1
}
