//! The lines of the dialog: those that are always there, kept in the tab, and those that were found; which of them answer what is
//! typed.

use super::{recent, shown, words};
use crate::{
    ask,
    document::{person, use_locale},
    enhance::dom::{self, tab_storage},
};
use domain::palette::{Fit, SHOWN, asked, best, fit};
use i18n::palette as text;
use leptos::{
    prelude::{document, set_timeout},
    task::spawn_local,
    web_sys::Element,
};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

/// How long typing rests before the server is asked.
const PAUSE: Duration = Duration::from_millis(150);
const LINES: &str = "/rpc/palette/lines";
const SEARCH: &str = "/rpc/palette/search";

thread_local! {
    /// What is always there, as it was read last.
    static ALWAYS: RefCell<Vec<Group>> = const { RefCell::new(vec![]) };
    static FOUND: RefCell<Vec<Group>> = const { RefCell::new(vec![]) };
    /// The last question was not answered.
    static FAILED: Cell<bool> = const { Cell::new(false) };
    /// The lines that are always there are under way, or here.
    static LOADED: Cell<bool> = const { Cell::new(false) };
    /// Counts what was typed.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// A line: the option, and the words that it is found by.
#[derive(Clone)]
pub(super) struct Line {
    pub option: Element,
    code: String,
    label: String,
}

/// Lines under one title.
#[derive(Clone)]
pub(super) struct Group {
    pub element: Element,
    pub title: Option<Element>,
    pub lines: Vec<Line>,
}

impl Line {
    pub fn of(option: Element) -> Self {
        let word = |name: &str| option.get_attribute(name).unwrap_or_default();
        let (code, label) = (word("data-code"), word("data-label"));
        Self { option, code, label }
    }

    fn fit(&self, q: &str) -> Fit {
        fit(q, &self.code, &self.label)
    }
}

impl Group {
    fn is(&self, of: &str) -> bool {
        self.element.get_attribute("data-of").as_deref() == Some(of)
    }

    /// The same with these lines.
    fn with(&self, lines: Vec<Line>) -> Self {
        Self { lines, ..self.clone() }
    }

    /// The same with the lines that answer.
    fn answering(&self, q: &str) -> Self {
        self.with(self.lines.iter().filter(|line| line.fit(q) < Fit::Elsewhere).cloned().collect())
    }
}

fn groups(html: &str) -> Vec<Group> {
    let Ok(around) = document().create_element("div") else { return vec![] };
    around.set_inner_html(html);
    let group = |element: Element| {
        let title = element.first_element_child();
        let lines = dom::all(&element, "[role=option]").into_iter().map(Line::of).collect();
        Group { element, title, lines }
    };
    dom::all(&around, "[role=group]").into_iter().map(group).collect()
}

/// Under which name the lines are kept in the tab: they are one person's, in one language.
fn key() -> Option<String> {
    Some(format!("palette:{}:{}", person()?, use_locale().as_str()))
}

/// Brings the lines that are always there: those that the tab knows at once, then those of the server.
pub(super) fn load() {
    if LOADED.replace(true) {
        return;
    }
    let kept = tab_storage().zip(key()).and_then(|(storage, key)| storage.get_item(&key).ok().flatten());
    if let Some(kept) = &kept {
        ALWAYS.set(groups(kept));
    }
    spawn_local(async move {
        let Some(html) = ask::get(LINES).await.and_then(|answer| answer.as_string()) else {
            // Asked again when it is next needed.
            LOADED.set(false);
            FAILED.set(ALWAYS.with_borrow(Vec::is_empty));
            return draw();
        };
        if kept.as_ref() == Some(&html) {
            return;
        }
        if let Some((storage, key)) = tab_storage().zip(key()) {
            // Fails only where the browser keeps nothing.
            let _ = storage.set_item(&key, &html);
        }
        FAILED.set(false);
        ALWAYS.set(groups(&html));
        draw();
    });
}

/// Follows what is typed now.
pub(super) fn typed() {
    let Some(typed) = words() else { return };
    shown::forget();
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    match asked(&typed) {
        Some(q) => {
            // While the answer is on its way: what was found that still answers.
            FOUND.with_borrow_mut(|found| found.iter_mut().for_each(|group| *group = group.answering(&q)));
            set_timeout(
                move || {
                    if TURN.get() == turn {
                        spawn_local(look_up(q));
                    }
                },
                PAUSE,
            );
        }
        None => {
            FOUND.set(vec![]);
            FAILED.set(false);
        }
    }
    draw();
}

async fn look_up(q: String) {
    let address = format!("{SEARCH}?q={}", String::from(js_sys::encode_uri_component(&q)));
    let answer = ask::get(&address).await;
    // The answer to what was typed before is of no more use, nor is one to a closed dialog.
    if words().and_then(|now| asked(&now)) != Some(q) {
        return;
    }
    FAILED.set(answer.is_none());
    if let Some(html) = answer.and_then(|answer| answer.as_string()) {
        FOUND.set(groups(&html));
    }
    draw();
}

/// Shows the lines that answer what is typed.
fn draw() {
    let Some(typed) = words() else { return };
    let q = typed.trim();
    let all = ALWAYS.with_borrow(|always| listed(q, always));
    // The last group is the way to the lists, whatever is found.
    let count: usize = all.iter().filter(|group| !group.is("lists")).map(|group| group.lines.len()).sum();
    let locale = use_locale();
    let said = match (FAILED.get(), q.is_empty(), count) {
        (true, ..) => (true, text::unavailable(locale).to_owned()),
        (_, true, _) => (false, String::new()),
        (.., 0) => (true, text::nothing(locale, q)),
        (.., n) => (false, text::results(locale, i64::try_from(n).unwrap_or(i64::MAX))),
    };
    shown::draw(all, said);
}

/// Everything to list: what was found, then pages and actions that answer. A group whose best line answers better comes before.
/// Without words: what was opened, pages, actions.
fn listed(q: &str, always: &[Group]) -> Vec<Group> {
    let mut all = vec![];
    if q.is_empty() {
        for group in always {
            match group {
                opened if opened.is("recent") => all.push(opened.with(recent::opened(&opened.lines))),
                standing if standing.is("always") => all.push(standing.clone()),
                _ => {}
            }
        }
    } else {
        all.extend(FOUND.with_borrow(Clone::clone));
        for group in always.iter().filter(|group| group.is("always")) {
            let lines = group.answering(q).lines;
            all.push(group.with(best(q, lines, SHOWN, |line| (&line.code, &line.label))));
        }
        all.sort_by_key(|group| group.lines.iter().map(|line| line.fit(q)).min());
        all.extend(always.iter().filter(|group| group.is("lists")).map(|lists| search_in(q, lists)));
    }
    all.retain(|group| !group.lines.is_empty());
    all
}

/// The lists, filtered by the words.
fn search_in(q: &str, lists: &Group) -> Group {
    let query = format!("?q={}", String::from(js_sys::encode_uri_component(q)));
    for line in &lists.lines {
        let href = line.option.get_attribute("href").unwrap_or_default();
        let list = href.split('?').next().unwrap_or_default();
        // Fails for no attribute of that name.
        let _ = line.option.set_attribute("href", &format!("{list}{query}"));
        if let Ok(Some(note)) = line.option.query_selector(".palette-note") {
            note.set_text_content(Some(&text::with_words(use_locale(), q)));
        }
    }
    lists.clone()
}
