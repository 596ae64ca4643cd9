//! One line of the list, whatever it leads to.

use crate::nav::{groups, role, theme_icon, theme_name};
use crate::{
    session::{Session, may, several_sites},
    shared::labels,
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

    fn fit(&self, q: &str) -> Fit {
        fit(q, &self.code, &self.label)
    }
}

/// What the lines of a group are to the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Patterns of what was opened before.
    Recent,
    /// Pages and actions.
    Always,
    /// What was found.
    Found,
    /// Lists to search in.
    Lists,
}

impl Of {
    /// The value of `data-of`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recent => "recent",
            Self::Always => "always",
            Self::Found => "found",
            Self::Lists => "lists",
        }
    }
}

/// Lines under one title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub of: Of,
    pub title: &'static str,
    pub entries: Vec<Entry>,
}

/// Everything to list on the page for what is typed: what was found, then pages and actions that answer. A group whose best line
/// answers better comes before. Without words: pages, actions.
pub fn listed(session: &Session, typed: &str, found: &Found) -> Vec<Group> {
    let locale = session.locale;
    let q = typed.trim();
    let mut all = standing(session);
    if !q.is_empty() {
        for group in &mut all {
            group.entries.retain(|e| e.fit(q) < Fit::Elsewhere);
            group.entries = best(q, std::mem::take(&mut group.entries), SHOWN, |e| (&e.code, &e.label));
        }
        all.splice(0..0, records(locale, found));
        all.sort_by_key(|group| group.entries.iter().map(|e| e.fit(q)).min());
        all.push(Group { of: Of::Lists, title: text::search_in(locale), entries: lists(locale, q) });
    }
    all.retain(|group| !group.entries.is_empty());
    all
}

/// What the dialog lists from the beginning.
pub fn always(session: &Session) -> Vec<Group> {
    let locale = session.locale;
    let pattern = |href: &str, icon| Entry::record(href.to_owned(), icon, Default::default(), None);
    let opened = vec![
        pattern(&format!("{}/", EquipmentQuery::PATH), Icon::Cog),
        pattern(&format!("{}/", InterventionQuery::PATH), Icon::ClipboardList),
        pattern("/", Icon::User),
    ];
    let mut all = vec![Group { of: Of::Recent, title: text::recent(locale), entries: opened }];
    all.extend(standing(session));
    all.push(Group { of: Of::Lists, title: text::search_in(locale), entries: lists(locale, "") });
    all
}

fn standing(session: &Session) -> Vec<Group> {
    let locale = session.locale;
    vec![
        Group { of: Of::Always, title: text::pages(locale), entries: pages(locale) },
        Group { of: Of::Always, title: text::actions(locale), entries: actions(session) },
    ]
}

/// What was found.
pub fn records(locale: Locale, found: &Found) -> Vec<Group> {
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
    let group = |title, entries| Group { of: Of::Found, title, entries };
    let mut all = vec![
        group(shell::equipment(locale), machine.collect()),
        group(shell::interventions(locale), work.collect()),
        group(shell::users(locale), people.collect::<Vec<_>>()),
    ];
    all.retain(|group| !group.entries.is_empty());
    all
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
