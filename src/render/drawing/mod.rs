//! Relations and dates → static SVG with links, drawn while building.
//!
//! Every function here is pure, and its bytes depend on its input alone: layouts start from fixed places, order comes
//! from the input, and arithmetic keeps to `+ - * /` and the square root, which IEEE 754 makes exact on every machine
//! (sines and logarithms come from the system's mathematics library and differ in the last bit).
//!
//! Drawings carry classes and presentation attributes, never `style`, which a strict Content-Security-Policy forbids.
//! A theme colours them through the classes listed in [`graph`] and [`timeline`]; without any style they are still
//! legible in black and white, because status and doubt are told by dash and outline before they are told by colour.
//!
//! A drawing is a group of links (`role="group"`), not an image: `role="img"` would hide the links from readers aloud.

pub mod graph;
mod measure;
mod svg;
pub mod timeline;
