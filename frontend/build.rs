//! Wasm splitting reads the linker's relocations. Asking for them here and not in RUSTFLAGS leaves the dependencies as
//! they are.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
