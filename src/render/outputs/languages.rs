//! BCP 47 tags → ISO 639-3 codes, which `FollowTheMoney` demands.

/// Two letters of ISO 639-1 and three of ISO 639-3, for the languages in which news is written most.
const CODES: &[(&str, &str)] = &[
    ("ar", "ara"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("et", "est"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("kk", "kaz"),
    ("ko", "kor"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("nl", "nld"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sq", "sqi"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("sw", "swa"),
    ("th", "tha"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("vi", "vie"),
    ("zh", "zho"),
];

/// The code of the language of a tag: `spa` for `es-MX`. None if it is not in the list.
#[must_use]
pub fn iso_639_3(tag: &str) -> Option<&'static str> {
    let language = tag.split('-').next()?.to_ascii_lowercase();
    let (_, code) = CODES.iter().find(|(two, _)| *two == language)?;
    Some(code)
}
