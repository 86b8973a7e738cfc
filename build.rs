//! The theme and the sample are built into the program: a change to them is a change to it.

fn main() {
    for path in ["theme", "content", "site.toml", "src/cli/starter"] {
        println!("cargo::rerun-if-changed={path}");
    }
}
