//! `.nojekyll`: an empty file, which GitHub Pages looks for when it serves a branch. Without it, Jekyll
//! would drop every file whose name begins with `_` or `.`.

use super::{Artifact, OutputContext, artifact};

pub fn make(_: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    vec![artifact(".nojekyll", "")]
}
