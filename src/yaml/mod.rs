//! YAML → checked nodes: reading, finding places, and holding values against a table of fields.

pub mod frame;
pub mod locate;
pub mod mistake;
pub mod node;
pub mod position;
pub mod shape;
pub mod write;
