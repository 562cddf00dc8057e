#!/usr/bin/env bash
# Makes ../static/fonts.css and the files beside it: the faces of the theme, cut down to the letters of the languages it serves.
# What every page needs is inside the style sheet, because browsers refuse a page opened from disk the font files in another
# folder, and because a face that arrives after the text re-breaks the lines being read: measured layout shifts of 0.03 to 0.17,
# now 0. Even so browsers take some milliseconds to unpack a face, more on a slow telephone: the text waits until casefile.js
# says that they are there, half a second at most, and without scripts 40 ms. What few pages need in
# their first view (the italic, letters of other western languages) is in files of their own, which a browser asks for when a
# text has them: 20 KB less for every page. Needs npm, and fonttools with brotli from PyPI.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . @fontsource-variable/brygada-1918@5.3.0 @fontsource-variable/archivo@5.3.0
from=node_modules/@fontsource-variable out=$here/../static
# English and Spanish, and the signs of any text, without those of programs.
every='U+0020-003B,U+003D,U+003F-005B,U+005D,U+005F,U+0061-007A,U+00A0,U+00A1,U+00A7,U+00AB,U+00B6,U+00B7,U+00BB,U+00BF,U+00C1,U+00C9,U+00CD,U+00D1,U+00D3,U+00DA,U+00DC,U+00E1,U+00E9,U+00ED,U+00F1,U+00F3,U+00FA,U+00FC,U+00D7,U+2011,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+2212'
# What else is in the western code page.
more='U+003C,U+003E,U+005C,U+005E,U+0060,U+007B-007E,U+00A3,U+00A9,U+00AA,U+00AD,U+00B0,U+00BA,U+00C0,U+00C2-00C8,U+00CA-00CC,U+00CE-00D0,U+00D2,U+00D4-00D6,U+00D8,U+00D9,U+00DB,U+00DD-00E0,U+00E2-00E8,U+00EA-00EC,U+00EE-00F0,U+00F2,U+00F4-00F6,U+00F8,U+00F9,U+00FB,U+00FD-00FF,U+0152,U+0153,U+2010,U+201A,U+201E,U+2022,U+20AC'
fonttools varLib.instancer -q $from/brygada-1918/files/brygada-1918-latin-wght-normal.woff2 wght=400:600 -o brygada.ttf
fonttools varLib.instancer -q $from/brygada-1918/files/brygada-1918-latin-wght-italic.woff2 wght=400 -o brygada-italic.ttf
fonttools varLib.instancer -q $from/archivo/files/archivo-latin-standard-normal.woff2 wght=460 wdth=94 -o archivo.ttf
cut_down() { # file, letters, name of the result
  # The grotesque is set small, where kerning is 1 KB that nobody sees.
  local features=kern,liga,lnum,tnum,pnum,mark,ccmp
  [ "$1" = archivo ] && features=lnum,tnum,pnum,mark,ccmp
  pyftsubset "$1.ttf" --unicodes="$2" --flavor=woff2 --layout-features=$features \
    --no-hinting --desubroutinize --name-IDs=0,13,14 --output-file="$3.woff2"
}
inside() { # family, file, further descriptors
  cut_down "$2" "$every" "$2"
  echo "@font-face { font-family: $1; $3; font-display: swap; src: url(data:font/woff2;base64,$(base64 -w0 "$2.woff2")) format(\"woff2\") }"
}
beside() { # family, file, letters, name of the result, further descriptors
  cut_down "$2" "$3" "$4"
  cp "$4.woff2" "$out/fonts/"
  echo "@font-face { font-family: $1; $5; font-display: swap; src: url(fonts/$4.woff2) format(\"woff2\"); unicode-range: $3 }"
}
{
  echo "/* Brygada 1918 and Archivo, cut down by themes/casefile/fonts/make.sh. SIL Open Font License 1.1: see fonts/OFL-*.txt. */"
  echo 'body { animation: appear 1ms 40ms backwards } @keyframes appear { from { visibility: hidden } }'
  echo '@media (scripting: enabled) { body { animation-delay: .5s } .faces body { animation: none } }'
  inside Brygada brygada 'font-weight: 400 600'
  inside Archivo archivo 'font-weight: 400 600'
  beside Brygada brygada "$more" brygada-more 'font-weight: 400 600'
  beside Archivo archivo "$more" archivo-more 'font-weight: 400 600'
  beside Brygada brygada-italic "$every" brygada-italic 'font-weight: 400; font-style: italic'
  beside Brygada brygada-italic "$more" brygada-italic-more 'font-weight: 400; font-style: italic'
} > "$out/fonts.css"
