//! Lists: the URL is their state. Their tables, the pager and its words, and what stands where nothing matches.

use domain::{Page, Pagination, page::Cursor};
use i18n::{Locale, common, format};
use leptos::prelude::*;
use leptos_router::hooks::use_url;
use ui::{Empty, Icon, LinkButton, Pager, Table};

/// The page's query string. Of this page alone: going to another one does not change it on the way.
pub fn use_query() -> Memo<String> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| url.search().trim_start_matches('?').to_owned()))
}

/// A page of a list as a table, with the way to the other pages.
pub fn table<R>(
    locale: Locale,
    caption: &'static str,
    head: AnyView,
    page: &Page<R>,
    row: impl Fn(&R) -> AnyView,
    href: impl Fn(Option<Cursor>) -> String,
) -> AnyView {
    let rows = page.data.iter().map(row).collect_view();
    let pages = pager(locale, &page.pagination, page.data.len(), href);
    view! {
        <Table caption=caption head=head stacked=true>
            {rows}
        </Table>
        {pages}
    }
    .into_any()
}

/// What stands for a list whose filters leave nothing. `all` is the address of the list without them.
pub fn none_match(locale: Locale, title: &'static str, what: impl Into<String>, all: String) -> AnyView {
    view! {
        <Empty icon=Icon::SearchX title=title text=what.into()>
            <LinkButton href=all label=common::clear_filters(locale) icon=Icon::X />
        </Empty>
    }
    .into_any()
}

/// "51 to 100 of 128" with links to the neighbouring pages.
pub fn pager(
    locale: Locale,
    pagination: &Pagination,
    shown: usize,
    href: impl Fn(Option<Cursor>) -> String,
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
