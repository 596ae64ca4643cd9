//! `/search?q=`: the same as the dialog, for those whose browser runs no scripts.

use crate::{
    ApiResult,
    page::Asked,
    palette::{FORM, PATH, links, listed, search_everywhere},
    session::{Session, use_session},
    toolbar::toolbar,
};
use domain::{
    palette::{Found, LONGEST},
    url::{QueryReader, QueryWriter, href},
};
use i18n::{Locale, common, palette as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Glyph, Icon, PageHeader, Variant};

/// The page.
pub async fn search(asked: Asked) -> ApiResult<AnyView> {
    let (locale, session) = (asked.locale, use_session());
    let q = QueryReader::new(&asked.query).text("q");
    let found = search_everywhere(q.clone()).await?;
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        {words(locale, &q)}
        <form id=FORM method="post" hidden></form>
        {lines(&session, &q, &found)}
    }
    .into_any())
}

fn words(locale: Locale, q: &str) -> AnyView {
    let here = href(PATH, &QueryWriter::default().text("q", q).finish());
    let content = view! {
        <label class="searchbox" for="search-words">
            <Glyph icon=Icon::Search size=14 />
            <input
                id="search-words"
                type="search"
                name="q"
                value=q.to_owned()
                aria-label=text::title(locale)
                maxlength=LONGEST.to_string()
            />
        </label>
        <Button label=common::search(locale) variant=Variant::Primary />
    };
    toolbar(text::title(locale), PATH, here, content.into_any())
}

fn lines(session: &Session, q: &str, found: &Found) -> AnyView {
    let locale = session.locale;
    let nothing = (found.is_empty() && !q.trim().is_empty())
        .then(|| view! { <p class="palette-said">{text::nothing(locale, q.trim())}</p> });
    view! { <div class="palette-page">{nothing} {links(locale, listed(session, q, found))}</div> }.into_any()
}
