//! One line of the list, whatever it leads to.

use crate::{
    labels,
    nav::{groups, role, theme_icon, theme_name},
    session::{Session, may, several_sites},
};
use domain::{
    Permission,
    equipment::{EquipmentQuery, EquipmentState},
    intervention::{InterventionQuery, InterventionStatus, Priority},
    palette::{Fit, Found, SHOWN, best, fit},
    team::TeamQuery,
    user::{Theme, UserQuery},
};
use i18n::{Locale, palette as text, shell};
use ui::{Icon, NavItem};

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Goes to an address.
    Go(String),
    /// Posts one value, as a form's button does.
    Post { to: &'static str, name: &'static str, value: &'static str },
}

/// The mark at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    State(EquipmentState),
    Work(InterventionStatus, Priority),
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub icon: Icon,
    /// The code that stands before the name; of many there is none.
    pub code: String,
    pub label: String,
    /// Said more quietly.
    pub note: String,
    pub mark: Option<Mark>,
    pub act: Act,
    /// Kept among what was opened.
    pub kept: bool,
}

impl Entry {
    fn to(href: impl Into<String>, label: impl Into<String>, icon: Icon) -> Self {
        let act = Act::Go(href.into());
        Self {
            icon,
            code: String::new(),
            label: label.into(),
            note: String::new(),
            mark: None,
            act,
            kept: false,
        }
    }

    fn post(
        action: (&'static str, &'static str, &'static str),
        label: impl Into<String>,
        icon: Icon,
    ) -> Self {
        let (to, name, value) = action;
        Self { act: Act::Post { to, name, value }, ..Self::to("", label, icon) }
    }

    /// A record, which is kept among what was opened.
    pub fn record(
        href: String,
        icon: Icon,
        (code, label, note): (String, String, String),
        mark: Option<Mark>,
    ) -> Self {
        Self { code, note, mark, kept: true, ..Self::to(href, label, icon) }
    }

    fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// What tells it from the others.
    pub fn key(&self) -> String {
        match &self.act {
            Act::Go(href) => href.clone(),
            Act::Post { to, value, .. } => format!("{to}:{value}"),
        }
    }

    fn fit(&self, q: &str) -> Fit {
        fit(q, &self.code, &self.label)
    }
}

/// Lines under one title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub title: &'static str,
    pub entries: Vec<Entry>,
}

/// Everything to list for what is typed: what was found, then pages and actions that answer. A group whose best line
/// answers better comes before. Without words: what was opened, pages, actions.
pub fn listed(session: &Session, typed: &str, found: &Found, recent: Vec<Entry>) -> Vec<Group> {
    let locale = session.locale;
    let q = typed.trim();
    let mut all = match q.is_empty() {
        true => vec![
            Group { title: text::recent(locale), entries: recent },
            Group { title: text::pages(locale), entries: pages(locale) },
            Group { title: text::actions(locale), entries: actions(session) },
        ],
        false => {
            let answering = |entries: Vec<Entry>| {
                let entries = entries.into_iter().filter(|e| e.fit(q) < Fit::Elsewhere).collect();
                best(q, entries, SHOWN, |e| (&e.code, &e.label))
            };
            let mut all = records(locale, found);
            all.push(Group { title: text::pages(locale), entries: answering(pages(locale)) });
            all.push(Group { title: text::actions(locale), entries: answering(actions(session)) });
            all.sort_by_key(|group| group.entries.iter().map(|e| e.fit(q)).min());
            all.push(Group { title: text::search_in(locale), entries: lists(locale, q) });
            all
        }
    };
    all.retain(|group| !group.entries.is_empty());
    all
}

/// What was found that still answers what is typed now, while the answer to it is on its way.
pub fn still_answering(found: &Found, q: &str) -> Found {
    let answers = |code: &str, name: &str| fit(q, code, name) < Fit::Elsewhere;
    let mut found = found.clone();
    found.equipment.retain(|e| answers(&e.code, &e.name));
    found.interventions.retain(|i| answers(&i.code, &i.title));
    found.people.retain(|p| answers("", &p.name));
    found
}

fn records(locale: Locale, found: &Found) -> Vec<Group> {
    let machine = found.equipment.iter().map(|e| {
        let words = (e.code.clone(), e.name.clone(), e.site.clone());
        Entry::record(
            format!("{}/{}", EquipmentQuery::PATH, e.id),
            Icon::Cog,
            words,
            Some(Mark::State(e.state)),
        )
    });
    let work = found.interventions.iter().map(|i| {
        let where_it_is = match several_sites() {
            true => format!("{} · {}", i.site, i.equipment),
            false => i.equipment.clone(),
        };
        let words = (i.code.clone(), i.title.clone(), where_it_is);
        let mark = Some(Mark::Work(i.status, i.priority));
        Entry::record(format!("{}/{}", InterventionQuery::PATH, i.id), Icon::ClipboardList, words, mark)
    });
    // Who keeps no accounts is led to what colleagues may know.
    let list = if may(Permission::UserRead) { UserQuery::PATH } else { TeamQuery::PATH };
    let people = found.people.iter().map(|p| {
        let words = (String::new(), p.name.clone(), role(locale, p.role).to_owned());
        Entry::record(format!("{list}/{}", p.id), Icon::User, words, None)
    });
    vec![
        Group { title: shell::equipment(locale), entries: machine.collect() },
        Group { title: shell::interventions(locale), entries: work.collect() },
        Group { title: shell::users(locale), entries: people.collect() },
    ]
}

/// The places of the navigation.
fn pages(locale: Locale) -> Vec<Entry> {
    let places = groups(locale, "").into_iter().flat_map(|group| group.items);
    let mut pages: Vec<Entry> =
        places.map(|NavItem { href, label, icon, .. }| Entry::to(href, label, icon)).collect();
    pages.push(Entry::to("/account", shell::account(locale), Icon::CircleUser));
    pages
}

fn actions(session: &Session) -> Vec<Entry> {
    let locale = session.locale;
    let mut all = vec![];
    if may(Permission::EquipmentWrite) {
        all.push(Entry::to("/equipments/new", text::new_equipment(locale), Icon::CirclePlus));
    }
    if may(Permission::UserCreate) {
        all.push(Entry::to("/admin/users/new", text::new_user(locale), Icon::UserPlus));
    }
    if may(Permission::ImportRun) {
        all.push(Entry::to("/admin/import/new", text::import_file(locale), Icon::FileUp));
    }
    const PREFERENCES: &str = "/session/preferences";
    for theme in Theme::ALL.iter().filter(|theme| **theme != session.theme) {
        let label = i18n::common::labelled(locale, shell::theme(locale), theme_name(locale, *theme));
        all.push(Entry::post((PREFERENCES, "theme", theme.as_str()), label, theme_icon(*theme)));
    }
    // Said in the language that it leads to, by those who look for it.
    let (other, label) = match locale {
        Locale::Fr => ("en", text::in_english(locale)),
        Locale::En => ("fr", text::in_french(locale)),
    };
    all.push(Entry::post((PREFERENCES, "language", other), label, Icon::Languages));
    all.push(Entry::post(("/session/sign-out", "", ""), shell::sign_out(locale), Icon::LogOut));
    all
}

/// The lists, filtered by the words.
fn lists(locale: Locale, q: &str) -> Vec<Entry> {
    let query = domain::url::QueryWriter::default().text("q", q).finish();
    groups(locale, "")
        .into_iter()
        .flat_map(|group| group.items)
        .filter(|item| [EquipmentQuery::PATH, InterventionQuery::PATH].contains(&item.href.as_str()))
        .map(|item| {
            let href = domain::url::href(&item.href, &query);
            Entry::to(href, item.label, Icon::ListFilter).note(text::with_words(locale, q))
        })
        .collect()
}

/// The mark as it is shown.
pub fn mark(locale: Locale, mark: Mark) -> leptos::prelude::AnyView {
    use leptos::prelude::*;
    match mark {
        Mark::State(state) => labels::state_badge(locale, state),
        Mark::Work(status, priority) => view! {
            <span class="max-phone:hidden">{labels::status_badge(locale, status)}</span>
            {labels::priority_tag(locale, priority)}
        }
        .into_any(),
    }
}
