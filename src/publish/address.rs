//! Where a site will stand: `url` of dossier.yaml, else a CNAME file, else the GitHub remote.

use std::fmt;

/// The absolute address of a site, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// With a slash at its end.
    pub url: String,
    pub from: Origin,
}

/// How an address is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Given,
    Config,
    /// The file that has the domain.
    Cname(&'static str),
    /// The name of the remote.
    Remote(String),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", self.url)?;
        match &self.from {
            Origin::Given => write!(f, "from --url)"),
            Origin::Config => write!(f, "from url in dossier.yaml)"),
            Origin::Cname(file) => write!(f, "from {file})"),
            Origin::Remote(name) => write!(f, "from the git remote {name})"),
        }
    }
}

impl Address {
    /// The host: `user.github.io`.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or("")
    }

    /// The path with a slash at both ends: `/repo/`, or `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    }
}

/// The address of a site whose CNAME file has this text; none if there is no domain in it.
#[must_use]
pub fn of_cname(text: &str) -> Option<String> {
    let domain = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    is_domain(domain).then(|| format!("https://{}/", domain.to_ascii_lowercase()))
}

fn is_domain(text: &str) -> bool {
    text.contains('.')
        && text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

/// The address of the Pages site of a repository on GitHub, by the address of the remote; none if the
/// remote is elsewhere. `github.com/user/user.github.io` is the site of the user, at the root.
#[must_use]
pub fn of_remote(remote: &str) -> Option<String> {
    let (owner, repository) = github(remote)?;
    let host = format!("{}.github.io", owner.to_ascii_lowercase());
    Some(if repository.eq_ignore_ascii_case(&host) {
        format!("https://{host}/")
    } else {
        format!("https://{host}/{repository}/")
    })
}

/// Owner and name of a repository on GitHub.
#[must_use]
pub fn github(remote: &str) -> Option<(&str, &str)> {
    let path = ["https://", "http://", "ssh://", "git://"]
        .iter()
        .find_map(|scheme| remote.strip_prefix(scheme))
        .map(|rest| rest.rsplit_once('@').map_or(rest, |(_, rest)| rest))
        .and_then(|rest| {
            let (host, path) = rest.split_once('/')?;
            let name = host.split(':').next()?;
            matches!(name, "github.com" | "www.github.com" | "ssh.github.com").then_some(path)
        })
        .or_else(|| {
            let (user, path) = remote.split_once("github.com:")?;
            (user.is_empty() || user.ends_with('@')).then_some(path)
        })?;
    let path = path.trim_matches('/');
    let (owner, repository) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    (is_name(owner) && is_name(repository)).then_some((owner, repository))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remote_on_github_has_an_address() {
        for (remote, url) in [
            (
                "https://github.com/User/repo.git",
                Some("https://user.github.io/repo/"),
            ),
            (
                "https://github.com/user/repo",
                Some("https://user.github.io/repo/"),
            ),
            (
                "https://token@github.com/user/Repo/",
                Some("https://user.github.io/Repo/"),
            ),
            (
                "git@github.com:user/repo.git",
                Some("https://user.github.io/repo/"),
            ),
            (
                "ssh://git@github.com/user/repo.git",
                Some("https://user.github.io/repo/"),
            ),
            (
                "ssh://git@ssh.github.com:443/user/repo.git",
                Some("https://user.github.io/repo/"),
            ),
            (
                "git@github.com:user/User.github.io.git",
                Some("https://user.github.io/"),
            ),
            ("https://example.org/user/repo.git", None),
            ("https://github.com.example.org/user/repo.git", None),
            ("https://example.org/github.com:user/repo", None),
            ("/home/user/repo.git", None),
            ("https://github.com/user", None),
            ("", None),
        ] {
            assert_eq!(of_remote(remote).as_deref(), url, "{remote}");
        }
    }

    #[test]
    fn a_cname_file_has_one_domain() {
        assert_eq!(
            of_cname("Dossier.Example\n").as_deref(),
            Some("https://dossier.example/")
        );
        for bad in [
            "",
            "\n",
            "https://dossier.example",
            "a b.example",
            "localhost",
            "-a.example",
            "a..b",
        ] {
            assert_eq!(of_cname(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_address_has_a_host_and_a_path() {
        let address = |url: &str| Address {
            url: url.to_owned(),
            from: Origin::Config,
        };
        assert_eq!(address("https://user.github.io/repo/").path(), "/repo/");
        assert_eq!(address("https://dossier.example/").path(), "/");
        assert_eq!(
            address("https://dossier.example/").host(),
            "dossier.example"
        );
    }
}
