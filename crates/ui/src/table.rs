//! Tables: a caption, a header that stays in view, sort links, and a region that scrolls with the keyboard.

use leptos::prelude::*;

use crate::choice::follow;
use crate::ids::classes;
use crate::{Glyph, Icon};

/// A table in its scroll region. `head` is the row of headers (`<th scope="col">`, [`SortHeader`]),
/// the children are the rows. With `stacked`, a phone shows each row as a block: give each cell
/// the column's title in `data-label`.
#[component]
pub fn Table(
    /// What the table lists; read aloud, not shown.
    #[prop(into)]
    caption: String,
    #[prop(into)] head: AnyView,
    #[prop(optional)] stacked: bool,
    /// Rows 32 px high with a mouse, for dense figures.
    #[prop(optional)]
    compact: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    let mut base = String::from("table");
    if stacked {
        base.push_str(" table-stack");
    }
    if compact {
        base.push_str(" table-compact");
    }
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=caption>
            <table class=classes(&base, &class)>
                <caption class="sr-only">{caption.clone()}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorted {
    #[default]
    No,
    Ascending,
    Descending,
}

/// A column header that is a link to the same list sorted by it.
#[component]
pub fn SortHeader(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    #[prop(optional)] sorted: Sorted,
    /// Figures: aligned right.
    #[prop(optional)]
    numeric: bool,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let (aria, icon) = match sorted {
        Sorted::No => (None, Icon::ChevronsUpDown),
        Sorted::Ascending => (Some("ascending"), Icon::ArrowUp),
        Sorted::Descending => (Some("descending"), Icon::ArrowDown),
    };
    view! {
        <th scope="col" class=classes(if numeric { "num" } else { "" }, &class) aria-sort=aria>
            <a class="sort" href=href>
                {label}
                <Glyph icon=icon size=14 />
            </a>
        </th>
    }
    .into_any()
}

/// The box that chooses a row, in a `<td>` of its own. `label` names the row ("Choisir PH-001").
#[component]
pub fn RowCheck(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    /// The id of the form of the bulk actions, when the table stands outside it.
    #[prop(optional, into)]
    form: Option<String>,
    #[prop(optional, into)] checked: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> AnyView {
    let node = NodeRef::<leptos::html::Input>::new();
    follow(node, checked);
    view! {
        <td class="cell-check">
            <label class="check-target">
                <input
                    node_ref=node
                    type="checkbox"
                    class="check"
                    name=name
                    value=value
                    form=form
                    aria-label=label
                    checked=checked.get_untracked()
                    on:change=move |ev| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_checked(&ev));
                        }
                    }
                />
            </label>
        </td>
    }
    .into_any()
}
