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

/// "51 to 100 of 128" with links to the neighbouring pages.
pub fn pager(
    locale: Locale,
    pagination: &Pagination,
    shown: usize,
    href: impl Fn(Option<domain::page::Cursor>) -> String,
) -> AnyView {
    let link = |cursor: &Option<String>| cursor.as_ref().and_then(|c| c.parse().ok()).map(|c| href(Some(c)));
    let whole = |n: u64| format::whole(locale, i64::try_from(n).unwrap_or(i64::MAX));
    let total = format::whole(locale, pagination.total);
    let (before, shown) = (pagination.offset, shown as u64);
    let text = match (before > 0 || pagination.prev_cursor.is_none(), pagination.total_capped) {
        (true, false) => common::range(locale, whole(before + 1.min(shown)), whole(before + shown), total),
        (true, true) => common::range_capped(locale, whole(before + 1), whole(before + shown), total),
        // By an address kept from before places were counted.
        (false, false) => common::some_of(locale, whole(shown), total),
        (false, true) => common::some_of_capped(locale, whole(shown), total),
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
