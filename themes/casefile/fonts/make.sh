#!/usr/bin/env bash
# Makes ../static/fonts.css: the faces of the theme, cut down to the letters of the languages it serves, inside one style sheet.
# Inside a style sheet, because browsers refuse a page opened from disk the font files in another folder, and because a face
# that arrives after the text re-breaks the lines being read: measured layout shifts of 0.03 to 0.17, now 0. Even so browsers
# take some milliseconds to unpack a face, hence the first 40 ms without text. Needs npm, and fonttools with brotli from PyPI.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . @fontsource-variable/brygada-1918@5.3.0 @fontsource-variable/archivo@5.3.0
from=node_modules/@fontsource-variable
letters='U+0020-007E,U+00A0,U+00A1,U+00A3,U+00A7,U+00A9,U+00AA,U+00AB,U+00AD,U+00B0,U+00B6,U+00B7,U+00BA,U+00BB,U+00BF,U+00C0-00D6,U+00D8-00F6,U+00F8-00FF,U+0152,U+0153,U+2010,U+2011,U+2013,U+2014,U+2018,U+2019,U+201A,U+201C-201E,U+2022,U+2026,U+20AC,U+2212,U+00D7'
fonttools varLib.instancer -q $from/brygada-1918/files/brygada-1918-latin-wght-normal.woff2 wght=400:600 -o brygada.ttf
fonttools varLib.instancer -q $from/brygada-1918/files/brygada-1918-latin-wght-italic.woff2 wght=400 -o brygada-italic.ttf
fonttools varLib.instancer -q $from/archivo/files/archivo-latin-standard-normal.woff2 wght=460 wdth=94 -o archivo.ttf
face() { # family, file, further descriptors
  pyftsubset "$2.ttf" --unicodes="$letters" --flavor=woff2 --layout-features=kern,liga,lnum,tnum,pnum,mark,ccmp \
    --no-hinting --desubroutinize --name-IDs=0,13,14 --output-file="$2.woff2"
  echo "@font-face { font-family: $1; $3; font-display: swap; src: url(data:font/woff2;base64,$(base64 -w0 "$2.woff2")) format(\"woff2\") }"
}
{
  echo "/* Brygada 1918 and Archivo, cut down by themes/casefile/fonts/make.sh. SIL Open Font License 1.1: see fonts/OFL-*.txt. */"
  echo 'body { animation: appear 1ms 40ms backwards } @keyframes appear { from { visibility: hidden } }'
  face Brygada brygada 'font-weight: 400 600'
  face Brygada brygada-italic 'font-weight: 400; font-style: italic'
  face Archivo archivo 'font-weight: 400 600'
} > "$here/../static/fonts.css"
