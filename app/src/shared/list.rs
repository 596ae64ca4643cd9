//! Lists: the URL is their state. The pager and its words.

use domain::Pagination;
use i18n::{Locale, common, format};
use leptos::prelude::*;
use leptos_router::hooks::use_url;
use ui::Pager;

/// The page's query string. Of this page alone: going to another one does not change it on the way.
pub fn use_query() -> Memo<String> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| url.search().trim_start_matches('?').to_owned()))
}

/// "1 to 50 of 128" with links to the neighbouring pages. `first` is the place of the first row shown when it
/// is known (`None` deep in a list read by cursor).
pub fn pager(
    locale: Locale,
    pagination: &Pagination,
    shown: usize,
    href: impl Fn(Option<domain::page::Cursor>) -> String,
) -> AnyView {
    let link = |cursor: &Option<String>| cursor.as_ref().and_then(|c| c.parse().ok()).map(|c| href(Some(c)));
    let total = format::whole(locale, pagination.total);
    let text = match (pagination.prev_cursor.is_none(), pagination.total_capped) {
        (true, false) => common::range(locale, 1.min(shown), shown, total),
        (true, true) => common::range_capped(locale, 1, shown, total),
        (false, false) => common::some_of(locale, shown, total),
        (false, true) => common::some_of_capped(locale, shown, total),
    };
    view! {
        <Pager
            label=common::pages(locale)
            text=text
            previous=link(&pagination.prev_cursor)
            next=link(&pagination.next_cursor)
            previous_label=common::previous(locale)
            next_label=common::next(locale)
        />
    }
    .into_any()
}
