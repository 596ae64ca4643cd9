//! The shape of the workspace, as docs/ARCHITECTURE.md draws it: who may use whom, and what stays where.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Direct dependencies of each workspace member, without the development ones.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|p| {
            let dependencies = p["dependencies"].as_array().expect("dependencies");
            let normal = dependencies.iter().filter(|d| d["kind"] != "dev" && d["kind"] != "build");
            let names = normal.map(|d| d["name"].as_str().expect("a name").to_owned()).collect();
            (p["name"].as_str().expect("a name").to_owned(), names)
        })
        .collect()
}

#[test]
fn no_crate_uses_what_it_must_not() {
    let forbidden: &[(&str, &[&str])] = &[
        ("domain", &["tokio", "leptos", "axum", "entity", "services", "ui", "i18n"]),
        ("entity", &["services", "leptos", "axum"]),
        ("migration", &["entity", "domain", "services"]),
        ("services", &["axum", "http", "leptos", "leptos_axum", "ui", "server"]),
        ("ui", &["domain", "services", "server_fn", "entity"]),
        ("i18n", &["leptos", "services", "entity"]),
        ("islands", &["services", "entity", "sea-orm", "axum", "leptos_axum", "server", "pages"]),
        ("pages", &["entity", "sea-orm", "axum", "server"]),
        ("browser", &["services", "domain", "entity", "server", "ui", "pages"]),
        ("server", &["sea-orm", "entity"]),
    ];
    let dependencies = dependencies();
    for (package, never) in forbidden {
        let used = dependencies.get(*package).unwrap_or_else(|| panic!("no crate `{package}`"));
        for name in *never {
            assert!(!used.contains(*name), "`{package}` must not use `{name}` (docs/ARCHITECTURE.md)");
        }
    }
    let testkit_users: Vec<_> =
        dependencies.iter().filter(|(_, used)| used.contains("testkit")).map(|(name, _)| name).collect();
    assert!(testkit_users.is_empty(), "testkit is for tests, but {testkit_users:?} use it");
}

/// Rust sources under a folder.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        match path.is_dir() {
            true => sources(&path, out),
            false if path.extension().is_some_and(|e| e == "rs") => out.push(path),
            false => {}
        }
    }
}

fn sources_of(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut files = vec![];
    for folder in folders {
        sources(&root().join(folder), &mut files);
    }
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("a text"))).collect()
}

#[test]
fn the_server_shows_in_at_most_three_places_of_what_the_browser_shares() {
    let places: Vec<_> = sources_of(&["islands/src"])
        .into_iter()
        .flat_map(|(path, text)| {
            let count = text.matches("cfg(feature = \"ssr\")").count();
            std::iter::repeat_n(path, count)
        })
        .collect();
    assert!(places.len() <= 3, "cfg(feature = \"ssr\") stands in {places:?}");
}

/// The framework does not escape titles on the server; the application's formatter does, and a page's own would
/// take its place.
#[test]
fn only_the_application_says_how_titles_are_written() {
    let places: Vec<_> = sources_of(&["crates/ui/src", "islands/src", "pages/src", "browser/src"])
        .into_iter()
        .flat_map(|(path, text)| {
            let count = text.matches("formatter").count() + text.matches("<title").count();
            std::iter::repeat_n(path, count)
        })
        .collect();
    let routes = ["pages/src/routes.rs"].map(|path| root().join(path));
    assert_eq!(places, routes);
    for path in routes {
        let text = fs::read_to_string(path).expect("a text");
        assert!(text.contains("<Title formatter=title />"), "the title is not escaped");
    }
}

/// Pages leave out what would be refused; what is refused is decided in one file.
#[test]
fn permissions_are_checked_in_one_place() {
    for (path, text) in sources_of(&["crates/services/src", "server/src", "pages/src"]) {
        let asks = path.ends_with("api.rs") || !path.starts_with(root().join("pages"));
        if !asks || path.ends_with("services/src/access.rs") {
            continue;
        }
        for way in ["by.may(", "by().may(", "caller.may("] {
            assert!(!text.contains(way), "{} asks with `{way}`: see services::access", path.display());
        }
    }
}

#[test]
fn every_server_function_answers_in_the_same_json() {
    for (path, text) in sources_of(&["islands/src", "pages/src"]) {
        for line in text.lines().filter(|line| line.starts_with("#[server(prefix")) {
            assert!(
                line.contains("output = crate::Json"),
                "{}: {line} lacks `output = crate::Json`",
                path.display()
            );
        }
    }
}

#[test]
fn only_the_access_module_reaches_the_connections() {
    for (path, text) in sources_of(&["crates/services/src"]) {
        if path.ends_with("access.rs") || path.ends_with("database.rs") {
            continue;
        }
        for word in ["store.reads", "store.writes", "Database::connect"] {
            assert!(!text.contains(word), "{} reaches the pool by `{word}`", path.display());
        }
    }
}

#[test]
fn no_statement_is_put_together_from_text() {
    for (path, text) in
        sources_of(&["crates/services/src", "server/src", "islands/src", "pages/src", "migration/src"])
    {
        for word in [
            "execute_unprepared(&format!",
            "from_string(DbBackend",
            "from_string(db",
            "cust(&format!",
            "cust(format!",
        ] {
            assert!(!text.contains(word), "{} builds SQL by `{word}`", path.display());
        }
    }
}

#[test]
fn files_stay_readable() {
    let folders = [
        "islands/src",
        "pages/src",
        "browser/src",
        "server/src",
        "server/tests",
        "migration/src",
        "xtask/src",
        "crates",
    ];
    let long: Vec<_> = sources_of(&folders)
        .into_iter()
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, _)| *lines > 400)
        .collect();
    assert!(long.is_empty(), "more than 400 lines: {long:?}");
}

/// The browser tests look at contrasts in every theme, at everything else in one.
#[test]
fn a_theme_changes_colours_only() {
    let style = root().join("style");
    let tokens = fs::read_to_string(style.join("tokens.css")).expect("the tokens");
    let mut themes = 0;
    for rule in tokens.split('}').filter(|rule| rule.contains("data-theme=")) {
        let Some((_, body)) = rule.rsplit_once('{') else { continue };
        themes += 1;
        for declaration in body.split(';').map(str::trim).filter(|d| !d.is_empty()) {
            let name = declaration.split(':').next().unwrap_or_default();
            let colour = ["--color-", "--shadow-"].iter().any(|prefix| name.starts_with(prefix));
            assert!(colour || name == "color-scheme", "a theme sets `{declaration}`");
        }
    }
    assert_eq!(themes, 3, "light, dark and sun");
    for folder in ["components", "."] {
        for entry in fs::read_dir(style.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "css") && !path.ends_with("tokens.css") {
                let text = fs::read_to_string(&path).expect("a style sheet");
                assert!(!text.contains("data-theme="), "{} knows a theme", path.display());
            }
        }
    }
}
