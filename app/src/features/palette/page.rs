//! `/search?q=`: the same as the dialog, for those whose browser runs no scripts.

use crate::{
    session::use_session,
    shared::{list::use_query, load::loaded},
};
use domain::{palette::LONGEST, url::QueryReader};
use i18n::{common, palette as text};
use islands::palette::{FORM, PATH, links, listed, search_everywhere};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Glyph, Icon, PageHeader, SkeletonTable, Variant};

/// The page.
pub(crate) fn page() -> AnyView {
    let session = use_session();
    let locale = session.locale;
    let search = use_query();
    let q = Memo::new(move |_| search.with(|query| QueryReader::new(query).text("q")));
    let found = Resource::new(move || q.get(), search_everywhere);
    let skeleton = move || view! { <SkeletonTable label=common::loading(locale) rows=6 /> }.into_any();
    view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        <form method="get" action=PATH role="search" class="toolbar">
            <label class="searchbox" for="search-words">
                <Glyph icon=Icon::Search size=14 />
                <input
                    id="search-words"
                    type="search"
                    name="q"
                    value=q.get_untracked()
                    aria-label=text::title(locale)
                    maxlength=LONGEST.to_string()
                />
            </label>
            <Button label=common::search(locale) variant=Variant::Primary />
        </form>
        <form id=FORM method="post" hidden></form>
        {loaded(
            found,
            skeleton,
            move |found| {
                let typed = q.get_untracked();
                let nothing = (found.is_empty() && !typed.trim().is_empty())
                    .then(|| view! { <p class="palette-said">{text::nothing(locale, typed.trim())}</p> });
                view! {
                    <div class="palette-page">
                        {nothing} {links(locale, listed(&session, &typed, &found, vec![]))}
                    </div>
                }
                    .into_any()
            },
        )}
    }
    .into_any()
}
